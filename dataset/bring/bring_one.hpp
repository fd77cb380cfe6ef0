#pragma once

#include <cstdint>
#include <optional>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/ledger/ledger.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

struct Brought {
  Counts counts;
  bool staged = false;     // the rows are still in the data set's stage
  bool unchanged = false;  // the table holds this content already, and nothing was written
};

// Whether the data set's rows go through a stage, should nothing go wrong. `straight`: into an empty table, and when
// appending, without one. Errors: the server's.
core::Expected<bool> needs_stage(platform::postgres::Session& session, const DataSet& data_set, bool straight);

// Brings one data set's rows into its table within the open transaction, by merge or append, unless it turns out
// that they are there already. `copied`: so many rows are in its stage, or raw table, before. What vanished from the
// source stays for now. Errors: those of copy_file.hpp, merge.hpp and check_rows.
core::Expected<Brought> bring_one(platform::postgres::Session& session, const DataSet& data_set, bool straight,
                                  std::optional<std::int64_t> copied);

}  // namespace chandler::dataset
