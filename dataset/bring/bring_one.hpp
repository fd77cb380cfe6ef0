#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/reject/rejects.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

struct Brought {
  Counts counts;
  bool staged = false;     // the rows are still in the data set's stage
  bool unchanged = false;  // the table holds this content already, and nothing was written
};

struct HowToBring {
  bool straight = true;                // into an empty table, and when appending, without a stage
  std::optional<std::int64_t> copied;  // so many rows are in its stage, or raw table, already
  bool fault_met = false;              // in the file, by an earlier try
  std::span<const Reject> known;       // rows that an earlier try found to be bad
};

// Whether the data set's rows go through a stage, should nothing go wrong. `straight`: into an empty table, and when
// appending, without one. Errors: the server's.
core::Expected<bool> needs_stage(platform::postgres::Session& session, const DataSet& data_set, bool straight);

// Brings one data set's rows into its table within the open transaction, by merge or append, unless it turns out that
// they are there already. With max_errors bad rows are put aside, once a row at fault is met on the way without. What
// vanished from the source stays for now. Errors: those of copy_file.hpp, merge.hpp and check_rows;
// load.too_many_errors.
core::Expected<Brought> bring_one(platform::postgres::Session& session, const DataSet& data_set, const HowToBring& how);

}  // namespace chandler::dataset
