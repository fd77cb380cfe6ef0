#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/bring/data_set.hpp"
#include "dataset/fault/row_error.hpp"

namespace chandler::dataset {

struct FoundRecord {
  RowPlace place;
  // One a column of the stage, without what stands beyond the record's first MiB; nullopt is NULL.
  std::vector<std::optional<std::string>> values;
};

// Reads the file again up to the record that COPY calls `server_line`. Nullopt: there is none, since the
// file has changed or cannot be read any more.
std::optional<FoundRecord> find_record(const DataSet& data_set, std::uint64_t server_line);

// Where a row is by its number in the stage, as far as that tells: of an array the element, of other files the line.
RowPlace numbered_place(const DataSet& data_set, std::uint64_t number);

// Where the row is that the stage knows as `chandler_line`. May read the file again.
RowPlace place_of(const DataSet& data_set, std::uint64_t chandler_line);

}  // namespace chandler::dataset
