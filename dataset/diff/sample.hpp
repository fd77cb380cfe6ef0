#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace chandler::platform::postgres {
class Session;
}

namespace chandler::dataset {

struct DataSet;

// A value as PostgreSQL writes it; nullopt is NULL.
using Value = std::optional<std::string>;

struct ColumnChange {
  std::string column;
  Value before;  // of a row that is there
  Value after;   // of one that stays
  bool secret = false;
};

// What would become of one row.
struct RowChange {
  enum class Kind : std::uint8_t { inserted, updated, deleted };

  Kind kind = Kind::inserted;
  std::string place;                  // "line 17", "element 17", "row 17"; of a deleted row none
  std::vector<ColumnChange> key;      // before and after are the same
  std::vector<ColumnChange> columns;  // beside the key; of an updated row those that change
};

// Filled while a data set is brought: the first rows of the source that are new or differ, and rows that vanished.
struct Sample {
  std::size_t wanted = 0;  // of each of the two
  std::vector<RowChange> rows;
};

// Into the data set's sample, where it has one. The first: once its delta is there and nothing is written yet. The
// second: before rows are deleted. Errors: the server's.
core::Expected<void> sample_delta(platform::postgres::Session& session, const DataSet& data_set);
core::Expected<void> sample_vanished(platform::postgres::Session& session, const DataSet& data_set);

// `~ line 17: id="7": price "3.50" -> "3.75"`: on one line, long values shortened, secret ones not shown.
std::string line_of(const RowChange& change);

}  // namespace chandler::dataset
