#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/fault/row_error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// A foreign key of a data set's table, all of whose columns are loaded.
struct ForeignKey {
  std::string constraint;
  std::string parent;                                        // quoted
  std::vector<std::pair<std::string, std::string>> columns;  // child, parent
  bool to_itself = false;
  bool deferrable = false;
  bool hidden = false;  // row-level security may keep some of the parent's rows from us
};

core::Expected<std::vector<ForeignKey>> read_foreign_keys(platform::postgres::Session& session,
                                                          const DataSet& data_set);

struct Orphan {
  std::uint64_t line = 0;            // by which the stage knows the row
  std::optional<std::string> value;  // of a key of one column
};

// The rows of `among`, which is the data set's stage or delta, that find no parent: neither in the parent's table nor,
// where that is their own, among them. By line, `limit` at most. Errors: the server's.
platform::postgres::Answer<std::vector<Orphan>> find_orphans(platform::postgres::Session& session,
                                                             const DataSet& data_set, const ForeignKey& key,
                                                             const std::string& among, std::int64_t limit);

// What is said of one. load.bad_row.
core::Error orphan_error(const DataSet& data_set, const ForeignKey& key, const Orphan& orphan, const RowPlace& place);

}  // namespace chandler::dataset
