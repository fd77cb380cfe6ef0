#include "dataset/bring/transaction.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <optional>
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
#include "dataset/parallel/stage_ahead.hpp"
#include "dataset/reject/put_aside.hpp"
#include "dataset/remote/snapshot.hpp"
#include "dataset/script/run.hpp"
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
  std::optional<std::int64_t> copied;  // rows, into the stage, before the others' turn came
  bool staged = false;
  bool exact = false;
};

std::chrono::milliseconds since(Clock::time_point began) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
}

core::Expected<void> write_rows(Session& session, Progress& progress, const TransactionOptions& options) {
  const auto began = Clock::now();
  HowToBring how{.straight = options.straight, .copied = progress.copied, .known = {}};
  if (const auto known = options.known_rejects.find(progress.data_set->table.oid); known != options.known_rejects.end())
    how.known = known->second;
  const auto brought = bring_one(session, *progress.data_set, how);
  if (!brought) return std::unexpected(brought.error());
  progress.result.duration = since(began);
  progress.result.counts = brought->counts;
  if (brought->unchanged) progress.result.action = Action::unchanged;
  progress.staged = brought->staged;
  progress.exact = !brought->staged && progress.data_set->policy.mode == Mode::merge && brought->counts.rejected == 0;
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
  if (auto kept = record_rejects(session, data_set, entry.hash, entry.counts.rejected); !kept) return kept;
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
    if (progress.result.action == Action::unchanged) continue;
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
  const auto orphans = find_orphans(session, data_set, *key, data_set.sql.delta_name(), data_set.policy.max_errors + 1);
  if (!orphans || orphans->empty()) return std::nullopt;
  auto& known = options.known_rejects[data_set.table.oid];
  for (const Orphan& orphan : *orphans) known.push_back(reject_of(data_set, *key, orphan));
  return core::Error{.code = std::string(found_late), .message = "rows without a parent", .where = data_set.file.name};
}

// Fills the stages by several connections, as far as they can be known beforehand: what a before_sql does, only the
// transaction sees. `shared` gets the data sets that copy into stages of another name; it must outlive `all`.
core::Expected<void> copy_ahead(Session& session, std::vector<Progress>& all, const TransactionOptions& options,
                                parallel::SharedStages& stages, std::vector<DataSet>& shared,
                                const std::stop_token& stop) {
  const auto prepares = [](const Progress& each) {
    return each.data_set->file.entry && !each.data_set->file.entry->before_sql.empty();
  };
  if (options.jobs < 2 || std::ranges::any_of(all, prepares)) return {};
  std::vector<Progress*> staged;
  for (Progress& progress : all) {
    if (progress.data_set->file.remote) continue;  // one connection gives its rows
    const auto needed = needs_stage(session, *progress.data_set, options.straight);
    if (!needed) return std::unexpected(needed.error());
    if (!*needed) continue;
    staged.push_back(&progress);
    shared.push_back(*progress.data_set);
  }
  if (staged.empty()) return {};
  const auto rows = parallel::stage_ahead(session, shared, options.jobs, stages, stop);
  const bool tolerant = std::ranges::any_of(shared, [](const DataSet& each) { return each.policy.max_errors > 0; });
  if (!rows && tolerant && rows.error().outcome == core::Outcome::problem) return {};  // bad rows are put aside by one
  if (!rows) return std::unexpected(rows.error());
  for (std::size_t i = 0; rows->has_value() && i < staged.size(); ++i) {
    staged[i]->data_set = &shared[i];
    staged[i]->copied = (**rows)[i];
  }
  return {};
}

core::Expected<void> check_deferred(Session& session, std::span<const Progress> all, TransactionOptions& options) {
  if (auto marked = command(session, "SAVEPOINT chandler_deferred", {}); !marked) return marked;
  const auto checked = session.run("SET CONSTRAINTS ALL IMMEDIATE");
  if (checked) return {};
  const ServerError& error = checked.error();
  if (outcome_of(error) != core::Outcome::problem) return std::unexpected(server_failure(error, {}));
  if (auto undone = command(session, "ROLLBACK TO chandler_deferred", {}); !undone) return undone;
  for (const Progress& progress : all) {
    const DataSet& data_set = *progress.data_set;
    if (error.table != data_set.table.name.table || error.schema != data_set.table.name.schema) continue;
    core::Error failure = server_failure(discreet(data_set, error), data_set.file.name);
    if (options.straight) {
      failure.code = line_unknown;
      return std::unexpected(std::move(failure));
    }
    if (auto late = find_late(session, data_set, error, options)) return std::unexpected(*std::move(late));
    return std::unexpected(find_orphan(session, data_set, error).value_or(std::move(failure)));
  }
  const auto secretive =
      std::ranges::find_if(all, [](const Progress& progress) { return has_secrets(*progress.data_set); });
  return std::unexpected(server_failure(secretive == all.end() ? error : discreet(*secretive->data_set, error), {}));
}

// By name: what one needs of another is for their author to say. Those that another run was faster with are left.
core::Expected<std::vector<DataSetResult>> run_scripts(Session& session, std::span<const Script> scripts,
                                                       const TransactionOptions& options) {
  std::vector<DataSetResult> results;
  if (scripts.empty()) return results;
  // A dry run looks at all of them.
  const auto done = options.dry_run ? core::Expected<std::vector<Held>>(std::in_place, scripts.size())
                                    : ask_whether_run(session, scripts);
  if (!done) return std::unexpected(done.error());
  for (std::size_t i = 0; i < scripts.size(); ++i) {
    const SourceFile& file = scripts[i].file;
    auto result = (*done)[i] ? DataSetResult{.file = file.name, .table = file.table.display()}
                             : run_script(session, scripts[i], options.command, options.dry_run);
    if (!result) return std::unexpected(result.error());
    results.push_back(*std::move(result));
  }
  return results;
}

}  // namespace

core::Expected<std::vector<DataSetResult>> run_transaction(Session& session, std::span<const DataSet> data_sets,
                                                           std::span<const Script> scripts, TransactionOptions& options,
                                                           parallel::SharedStages& stages,
                                                           const std::stop_token& stop) {
  std::vector<std::string> locks = lock_names(data_sets);
  for (const Script& script : scripts) locks.push_back(script.file.table.display());
  std::ranges::sort(locks);
  if (auto begun = begin_with_locks(session, locks, options.lock_timeout, stop); !begun) {
    return std::unexpected(begun.error());
  }
  const auto done = brought_meanwhile(session, data_sets, options.dry_run, stop);
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
  std::vector<DataSet> shared;
  if (auto copied = copy_ahead(session, open, options, stages, shared, stop); !copied)
    return std::unexpected(copied.error());
  auto snapshots = remote::Snapshots::take(data_sets);
  if (!snapshots) return std::unexpected(snapshots.error());
  if (auto brought = bring_all(session, open, options); !brought) return std::unexpected(brought.error());
  snapshots->release();
  auto ran = run_scripts(session, scripts, options);
  if (!ran) return ran;
  if (auto checked = check_deferred(session, open, options); !checked) return std::unexpected(checked.error());
  if (const std::string drop = stages.drop_statement(); !drop.empty()) {
    if (auto dropped = command(session, drop, {}); !dropped) return std::unexpected(dropped.error());
  }
  for (Progress& progress : open) {
    if (progress.data_set->sample) progress.result.changes = progress.data_set->sample->rows;
    results.push_back(std::move(progress.result));
  }
  std::ranges::move(*ran, std::back_inserter(results));
  return results;
}

}  // namespace chandler::dataset
