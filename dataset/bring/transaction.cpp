#include "dataset/bring/transaction.hpp"

#include <algorithm>
#include <format>
#include <ranges>
#include <string>
#include <utility>

#include "dataset/bring/bookkeeping.hpp"
#include "dataset/bring/bring_one.hpp"
#include "dataset/bring/guard_source.hpp"
#include "dataset/description/parse.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_row.hpp"
#include "dataset/fault/foreign_key.hpp"
#include "dataset/ledger/dataset_lock.hpp"
#include "dataset/reject/put_aside.hpp"
#include "dataset/table/sequence.hpp"
#include "dataset/write/vanished.hpp"
#include "platform/postgres/keepalives.hpp"

namespace chandler::dataset {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::ServerError;
using platform::postgres::Session;

// Foreign keys that may wait do, so that the order within a cycle does not matter. Sorting and hashing
// many rows within the default 4 MB would go through the disk.
constexpr std::string_view set_up =
    "SET CONSTRAINTS ALL DEFERRED; "
    "SELECT set_config('work_mem', '64MB', true) WHERE pg_size_bytes(current_setting('work_mem')) < 64 * 1024 * 1024";

// What is known of a data set in the course of the run.
struct Progress {
  const DataSet* data_set = nullptr;
  DataSetResult result;
  bool staged = false;
  bool exact = false;
};

std::chrono::milliseconds since(Clock::time_point began) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
}

core::Expected<void> write_rows(Session& session, Progress& progress, const TransactionOptions& options) {
  const auto began = Clock::now();
  HowToBring how{.straight = options.straight, .known = {}};
  if (const auto known = options.known_rejects.find(progress.data_set->table.oid); known != options.known_rejects.end())
    how.known = known->second;
  const auto brought = bring_one(session, *progress.data_set, how);
  if (!brought) return std::unexpected(brought.error());
  progress.result.duration = since(began);
  progress.result.counts = brought->counts;
  progress.staged = brought->staged;
  progress.exact =
      !brought->staged && progress.data_set->policy.mode == Mode::merge && brought->counts.rejected == 0;
  return {};
}

core::Expected<void> delete_rows(Session& session, Progress& progress) {
  if (!progress.staged || !progress.data_set->policy.delete_vanished) return {};
  if (progress.result.counts.rejected > 0) return {};  // a row that was put aside has not vanished
  const auto began = Clock::now();
  const auto deleted = delete_vanished(session, *progress.data_set, progress.result.counts);
  if (!deleted) return std::unexpected(deleted.error());
  progress.result.duration += since(began);
  progress.result.counts.deleted = *deleted;
  progress.exact = true;
  return {};
}

core::Expected<void> finish_one(Session& session, const Progress& progress, std::string_view by) {
  const DataSet& data_set = *progress.data_set;
  if (progress.result.counts.inserted > 0) {
    if (auto advanced = advance_sequences(session, data_set); !advanced) return advanced;
  }
  LedgerEntry entry = entry_of(data_set, by);
  entry.counts = progress.result.counts;
  entry.exact = progress.exact;
  entry.duration = progress.result.duration;
  if (auto kept = record_rejects(session, data_set, entry.counts.rejected); !kept) return kept;
  return record_load(session, entry);
}

// Statements of load.yaml, which must leave the transaction open.
core::Expected<void> run_described(Session& session, const DataSet& data_set, const std::string& sql,
                                   std::string_view key) {
  if (sql.empty()) return {};
  const description::Mark& mark = data_set.file.entry->mark;
  const auto done = session.run(sql);
  if (!done) {
    const std::string where = std::format("{}:{}:{}", description::file_name, mark.line, mark.column);
    core::Error failure = server_failure(done.error(), where);
    failure.message = std::format("{} of {}: {}", key, data_set.file.name, failure.message);
    return std::unexpected(std::move(failure));
  }
  if (session.in_transaction()) return {};
  return std::unexpected(description::refusal(
      mark, std::format("{} of {} ends the transaction, in which all is loaded", key, data_set.file.name),
      "Take COMMIT or ROLLBACK out"));
}

// Parents are written before their children, and deleted after them.
core::Expected<void> bring_all(Session& session, std::vector<Progress>& all, const TransactionOptions& options) {
  for (Progress& progress : all) {
    const DataSet& data_set = *progress.data_set;
    if (data_set.file.entry) {
      auto ready = run_described(session, data_set, data_set.file.entry->before_sql, "before_sql");
      if (!ready) return ready;
    }
    if (auto written = write_rows(session, progress, options); !written) return written;
  }
  for (Progress& progress : all | std::views::reverse) {
    if (auto deleted = delete_rows(session, progress); !deleted) return deleted;
  }
  for (const Progress& progress : all) {
    const DataSet& data_set = *progress.data_set;
    if (!data_set.file.entry) continue;
    auto ended = run_described(session, data_set, data_set.file.entry->after_sql, "after_sql");
    if (!ended) return ended;
  }
  if (options.dry_run) return {};
  for (const Progress& progress : all) {
    if (auto finished = finish_one(session, progress, options.command); !finished) return finished;
  }
  return {};
}

// Rows whose deferred foreign key finds no parent, for the next try. Nullopt: it is not that simple.
std::optional<core::Error> find_late(Session& session, const DataSet& data_set, const ServerError& error,
                                     TransactionOptions& options) {
  if (data_set.policy.max_errors == 0 || !error.is("23503")) return std::nullopt;
  const auto keys = read_foreign_keys(session, data_set);
  if (!keys) return keys.error();
  const auto key = std::ranges::find(*keys, error.constraint, &ForeignKey::constraint);
  if (key == keys->end()) return std::nullopt;
  const auto orphans =
      find_orphans(session, data_set, *key, data_set.sql.delta_name(), data_set.policy.max_errors + 1);
  if (!orphans || orphans->empty()) return std::nullopt;
  auto& known = options.known_rejects[data_set.table.oid];
  for (const Orphan& orphan : *orphans) known.push_back(reject_of(data_set, *key, orphan));
  return core::Error{.code = std::string(found_late), .message = "rows without a parent", .where = data_set.file.name};
}

core::Expected<void> check_deferred(Session& session, std::span<const DataSet> data_sets,
                                    TransactionOptions& options) {
  if (auto marked = command(session, "SAVEPOINT chandler_deferred", {}); !marked) return marked;
  const auto checked = session.run("SET CONSTRAINTS ALL IMMEDIATE");
  if (checked) return {};
  const ServerError& error = checked.error();
  if (outcome_of(error) != core::Outcome::problem) return std::unexpected(server_failure(error, {}));
  if (auto undone = command(session, "ROLLBACK TO chandler_deferred", {}); !undone) return undone;
  for (const DataSet& data_set : data_sets) {
    if (error.table != data_set.table.name.table || error.schema != data_set.table.name.schema) continue;
    core::Error failure = server_failure(discreet(data_set, error), data_set.file.name);
    if (options.straight) {
      failure.code = line_unknown;
      return std::unexpected(std::move(failure));
    }
    if (auto late = find_late(session, data_set, error, options)) return std::unexpected(*std::move(late));
    return std::unexpected(find_orphan(session, data_set, error).value_or(std::move(failure)));
  }
  const auto secretive = std::ranges::find_if(data_sets, has_secrets);
  return std::unexpected(server_failure(secretive == data_sets.end() ? error : discreet(*secretive, error), {}));
}

}  // namespace

core::Expected<std::vector<DataSetResult>> run_transaction(Session& session, std::span<const DataSet> data_sets,
                                                           TransactionOptions& options,
                                                           const std::stop_token& stop) {
  if (auto begun = begin_with_locks(session, lock_names(data_sets), options.lock_timeout, stop); !begun) {
    return std::unexpected(begun.error());
  }
  const auto done = brought_meanwhile(session, data_sets, options.dry_run);
  if (!done) return std::unexpected(done.error());
  const std::string watched = platform::postgres::server_keepalives(session.settings());
  if (auto ready = command(session, watched + std::string(set_up), {}); !ready) return std::unexpected(ready.error());
  std::vector<DataSetResult> results;
  std::vector<Progress> open;
  for (std::size_t i = 0; i < data_sets.size(); ++i) {
    if ((*done)[i]) {
      results.push_back(unchanged_result(data_sets[i], (*done)[i]));
    } else {
      if (auto guarded = guard_source(session, data_sets[i]); !guarded) return std::unexpected(guarded.error());
      open.push_back({.data_set = &data_sets[i],
                      .result = result_of(data_sets[i], options.dry_run ? Action::would_load : Action::loaded)});
    }
  }
  if (auto brought = bring_all(session, open, options); !brought) return std::unexpected(brought.error());
  if (auto checked = check_deferred(session, data_sets, options); !checked)
    return std::unexpected(checked.error());
  for (Progress& progress : open) results.push_back(std::move(progress.result));
  return results;
}

}  // namespace chandler::dataset
