#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/bring.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/parallel/shared_stages.hpp"
#include "dataset/reject/rejects.hpp"
#include "dataset/script/script.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// The error's code when a deferred constraint failed and there was no stage to find the row in.
inline constexpr std::string_view line_unknown = "load.line_unknown";

// The error's code when rows were found to be bad only at the end: they are in known_rejects now, and with these the
// transaction can be tried again.
inline constexpr std::string_view found_late = "load.found_late";

// By the table's oid.
using KnownRejects = std::map<std::string, std::vector<Reject>>;

struct TransactionOptions {
  std::string_view command;  // for the ledger
  std::chrono::milliseconds lock_timeout;
  bool dry_run = false;
  bool straight = true;  // into empty tables without a stage
  std::size_t jobs = 1;  // connections that fill stages
  KnownRejects known_rejects = {};
};

// Loads the data sets, in this order, runs the scripts behind them, and writes the ledger, in one transaction under
// their locks, which is then open and good to commit. What another run has loaded while this one waited is left alone.
// After an error the session may be inside a failed transaction, `stages` hold tables that want to be dropped, and
// what was found out for the next try is in `options`.
core::Expected<std::vector<DataSetResult>> run_transaction(platform::postgres::Session& session,
                                                           std::span<const DataSet> data_sets,
                                                           std::span<const Script> scripts, TransactionOptions& options,
                                                           parallel::SharedStages& stages, const std::stop_token& stop);

}  // namespace chandler::dataset
