#include "init/load/transaction.hpp"

#include <algorithm>
#include <format>
#include <string>
#include <utility>

#include "init/load/copy_file.hpp"
#include "init/load/dataset_lock.hpp"
#include "init/load/failure.hpp"
#include "init/load/find_row.hpp"
#include "init/load/merge.hpp"
#include "init/load/sequence.hpp"
#include "platform/postgres/keepalives.hpp"

namespace chandler::load {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::ServerError;
using platform::postgres::Session;

// Foreign keys that may wait do, so that the order within a cycle does not matter. Sorting and hashing
// many rows within the default 4 MB would go through the disk.
constexpr std::string_view set_up =
    "SET CONSTRAINTS ALL DEFERRED; "
    "SELECT set_config('work_mem', '64MB', true) WHERE pg_size_bytes(current_setting('work_mem')) < 64 * 1024 * 1024";

core::Expected<void> command(Session& session, std::string_view sql, const std::string& where) {
  if (auto done = session.run(sql); !done) return std::unexpected(server_failure(done.error(), where));
  return {};
}

// An empty table needs no comparing: the rows go straight in. What goes wrong there is undone and done
// again through the stage, which tells the line.
core::Expected<bool> copy_into_empty(Session& session, const DataSet& data_set, Counts& counts) {
  const std::string& file = data_set.file.name;
  const auto filled = session.run(std::format("SELECT EXISTS (SELECT FROM {})", data_set.sql.target()));
  if (!filled) return std::unexpected(server_failure(filled.error(), file));
  if (filled->boolean(0, 0)) return false;
  if (auto marked = command(session, "SAVEPOINT chandler_empty", file); !marked) return std::unexpected(marked.error());
  const auto copied = copy_file(session, data_set, Into::target);
  if (copied) {
    counts.read = *copied;
    counts.inserted = *copied;
    return true;
  }
  if (copied.error().outcome == core::Outcome::could_not) return std::unexpected(copied.error());
  if (auto undone = command(session, "ROLLBACK TO chandler_empty", file); !undone)
    return std::unexpected(undone.error());
  return false;
}

core::Expected<Counts> bring(Session& session, const DataSet& data_set, bool straight) {
  Counts counts;
  if (straight) {
    const auto gone_in = copy_into_empty(session, data_set, counts);
    if (!gone_in) return std::unexpected(gone_in.error());
    if (*gone_in) return counts;
  }
  if (auto made = command(session, data_set.sql.stage(), data_set.file.name); !made)
    return std::unexpected(made.error());
  const auto copied = copy_file(session, data_set, Into::stage);
  if (!copied) return std::unexpected(copied.error());
  const auto merged = merge(session, data_set);
  if (!merged) return std::unexpected(merged.error());
  counts = *merged;
  counts.read = *copied;
  return counts;
}

LedgerEntry entry_of(const DataSet& data_set, const Counts& counts, std::chrono::milliseconds duration) {
  return {.table_oid = data_set.table.oid,
          .table = data_set.table.name,
          .source = data_set.file.name,
          .hash = data_set.hash,
          .counts = counts,
          .duration = duration};
}

DataSetResult result_of(const DataSet& data_set, Action action) {
  return {.file = data_set.file.name, .table = data_set.table.name.display(), .action = action};
}

core::Expected<DataSetResult> load_one(Session& session, const DataSet& data_set, const TransactionOptions& options) {
  const auto began = Clock::now();
  const auto counts = bring(session, data_set, options.straight);
  if (!counts) return std::unexpected(counts.error());
  DataSetResult result = result_of(data_set, options.dry_run ? Action::would_load : Action::loaded);
  result.counts = *counts;
  result.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  if (options.dry_run) return result;
  if (counts->inserted > 0) {
    if (auto advanced = advance_sequences(session, data_set); !advanced) return std::unexpected(advanced.error());
  }
  if (auto noted = record_load(session, entry_of(data_set, *counts, result.duration)); !noted) {
    return std::unexpected(noted.error());
  }
  return result;
}

// Which of these are loaded by now, under the locks.
core::Expected<std::vector<bool>> done_meanwhile(Session& session, std::span<const DataSet> data_sets, bool dry_run) {
  if (dry_run) return std::vector<bool>(data_sets.size(), false);
  std::vector<Question> questions;
  for (const DataSet& data_set : data_sets) questions.push_back({data_set.table.name, data_set.hash});
  return already_loaded(session, questions);
}

core::Expected<void> check_deferred(Session& session, std::span<const DataSet> data_sets, bool straight) {
  if (auto marked = command(session, "SAVEPOINT chandler_deferred", {}); !marked) return marked;
  const auto checked = session.run("SET CONSTRAINTS ALL IMMEDIATE");
  if (checked) return {};
  const ServerError& error = checked.error();
  if (outcome_of(error) != core::Outcome::problem) return std::unexpected(server_failure(error, {}));
  if (auto undone = command(session, "ROLLBACK TO chandler_deferred", {}); !undone) return undone;
  for (const DataSet& data_set : data_sets) {
    if (error.table != data_set.table.name.table || error.schema != data_set.table.name.schema) continue;
    core::Error failure = server_failure(error, data_set.file.name);
    if (straight) {
      failure.code = line_unknown;
      return std::unexpected(std::move(failure));
    }
    return std::unexpected(find_orphan(session, data_set, error).value_or(std::move(failure)));
  }
  return std::unexpected(server_failure(error, {}));
}

}  // namespace

core::Expected<std::vector<DataSetResult>> run_transaction(Session& session, std::span<const DataSet> data_sets,
                                                           const TransactionOptions& options,
                                                           const std::stop_token& stop) {
  std::vector<std::string> names;
  for (const DataSet& data_set : data_sets) names.push_back(data_set.table.name.display());
  std::ranges::sort(names);
  if (auto begun = begin_with_locks(session, names, options.lock_timeout, stop); !begun) {
    return std::unexpected(begun.error());
  }
  const auto done = done_meanwhile(session, data_sets, options.dry_run);
  if (!done) return std::unexpected(done.error());
  const std::string watched = platform::postgres::server_keepalives(session.settings());
  if (auto ready = command(session, watched + std::string(set_up), {}); !ready) return std::unexpected(ready.error());
  std::vector<DataSetResult> results;
  for (std::size_t i = 0; i < data_sets.size(); ++i) {
    auto result = (*done)[i] ? core::Expected<DataSetResult>(result_of(data_sets[i], Action::unchanged))
                             : load_one(session, data_sets[i], options);
    if (!result) return std::unexpected(result.error());
    results.push_back(*std::move(result));
  }
  if (auto checked = check_deferred(session, data_sets, options.straight); !checked)
    return std::unexpected(checked.error());
  return results;
}

}  // namespace chandler::load
