#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/bring.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/parallel/shared_stages.hpp"
#include "dataset/script/script.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// The error's code when a deferred constraint failed and there was no stage to find the row in.
inline constexpr std::string_view line_unknown = "load.line_unknown";

struct TransactionOptions {
  std::string_view command;  // for the ledger
  std::chrono::milliseconds lock_timeout;
  bool dry_run = false;
  bool straight = true;  // into empty tables without a stage
  std::size_t jobs = 1;  // connections that fill stages
};

// Loads the data sets, in this order, runs the scripts behind them, and writes the ledger, in one transaction under
// their locks, which is then open and good to commit. What another run has loaded while this one waited is left alone.
// After an error the session may be inside a failed transaction, and `stages` hold tables that want to be dropped.
core::Expected<std::vector<DataSetResult>> run_transaction(platform::postgres::Session& session,
                                                           std::span<const DataSet> data_sets,
                                                           std::span<const Script> scripts,
                                                           const TransactionOptions& options,
                                                           parallel::SharedStages& stages, const std::stop_token& stop);

}  // namespace chandler::dataset
