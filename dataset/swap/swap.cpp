#include "dataset/swap/swap.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <string>

#include "dataset/bring/bookkeeping.hpp"
#include "dataset/bring/commit.hpp"
#include "dataset/bring/guard_source.hpp"
#include "dataset/description/parse.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/ledger/dataset_lock.hpp"
#include "dataset/reject/rejects.hpp"
#include "dataset/remote/snapshot.hpp"
#include "dataset/swap/brief_lock.hpp"
#include "dataset/swap/build.hpp"
#include "dataset/swap/definition.hpp"
#include "dataset/swap/obstacles.hpp"
#include "platform/postgres/keepalives.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset::swap {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::quote_identifier;
using platform::postgres::Session;

// A data set and the table that is built for it.
struct Swap {
  const DataSet* data_set = nullptr;
  Definition definition;
  DataSetResult result;
};

void drop_all(Session& session, std::span<const Swap> swaps) {
  for (const Swap& swap : swaps) drop_beside(session, swap.definition);
}

// Nullopt: nothing is to be swapped, since the table holds these rows already.
core::Expected<std::optional<Swap>> build_one(Session& session, const DataSet& data_set, const Options& options,
                                              const std::stop_token& stop) {
  const auto began = Clock::now();
  const std::string& file = data_set.file.name;
  if (const auto& entry = data_set.file.entry; entry && !(entry->before_sql.empty() && entry->after_sql.empty())) {
    return std::unexpected(description::refusal(
        entry->mark, "before_sql and after_sql belong to one transaction, and mode swap takes several",
        "Take them out, or mode merge"));
  }
  if (auto guarded = guard_source(session, data_set); !guarded) return std::unexpected(guarded.error());
  if (auto swappable = check_swappable(session, data_set.table, file); !swappable)
    return std::unexpected(swappable.error());
  auto definition = read_definition(session, data_set.table, file);
  if (!definition) return std::unexpected(definition.error());
  const auto counts = build(session, data_set, *definition, options.lock_timeout, stop);
  if (!counts) return std::unexpected(counts.error());
  if (!*counts) return std::nullopt;
  Swap out{.data_set = &data_set,
           .definition = *std::move(definition),
           .result = result_of(data_set, options.dry_run ? Action::would_load : Action::loaded)};
  out.result.counts = **counts;
  out.result.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  return out;
}

core::Error table_changed(const DataSet& data_set) {
  return {.outcome = core::Outcome::could_not,
          .code = "refresh.table_changed",
          .message = std::format("{} was altered while the new table was built", data_set.table.name.display()),
          .where = data_set.file.name,
          .hint = std::format("{} Run it again", nothing_loaded)};
}

// The statements by which the table beside takes the table's place. The old one goes first: it has the names.
std::string exchange(const Swap& swap) {
  const TableName& name = swap.data_set->table.name;
  std::string text;
  for (const std::string& statement : swap.definition.hand_over) text += statement + "; ";
  text += std::format("DROP TABLE {}; ALTER TABLE {} RENAME TO {}; ", name.quoted(), swap.definition.beside,
                      quote_identifier(name.table));
  for (const std::string& statement : swap.definition.rename) text += statement + "; ";
  return text;
}

core::Expected<void> note(Session& session, const Swap& swap, std::string_view by) {
  const DataSet& data_set = *swap.data_set;
  const auto oid = session.query("SELECT $1::regclass::oid", {data_set.table.name.quoted()});
  if (!oid) return std::unexpected(server_failure(oid.error(), data_set.file.name));
  LedgerEntry entry = entry_of(data_set, by);
  entry.table_oid = oid->text(0, 0);
  entry.counts = swap.result.counts;
  entry.exact = true;
  entry.duration = swap.result.duration;
  if (auto kept = record_rejects(session, data_set, entry.hash, entry.counts.rejected); !kept) return kept;
  return record_load(session, entry);
}

// Within the transaction that holds the locks; no more statements than needed, since everybody waits.
core::Expected<void> exchange_all(Session& session, std::span<const Swap> swaps, const Options& options) {
  std::string text;
  for (const Swap& swap : swaps) {
    const DataSet& data_set = *swap.data_set;
    const auto now = read_fingerprint(session, data_set.table, data_set.file.name);
    if (!now) return std::unexpected(now.error());
    if (*now != swap.definition.fingerprint) return std::unexpected(table_changed(data_set));
    text += exchange(swap);
  }
  const std::string& where = swaps.front().data_set->file.name;
  if (auto done = session.run(text); !done) return std::unexpected(server_failure(done.error(), where));
  for (const Swap& swap : swaps) {
    if (auto noted = note(session, swap, name_of(options.purpose)); !noted) return noted;
  }
  return {};
}

std::string lock_statement(std::span<const Swap> swaps) {
  std::string tables;
  for (const Swap& swap : swaps) {
    tables += std::format("{}{}", tables.empty() ? "" : ", ", swap.data_set->table.name.quoted());
  }
  return std::format("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", tables);
}

core::Expected<void> take_their_place(Session& session, std::span<const DataSet> data_sets, std::span<const Swap> swaps,
                                      const Options& options, const std::stop_token& stop) {
  const DataSet& first = *swaps.front().data_set;
  const BriefLock lock{.table = first.table, .file = first.file.name, .timeout = options.lock_timeout};
  if (auto locked = begin_with_brief_lock(session, lock_statement(swaps), lock, stop); !locked) return locked;
  if (auto exchanged = exchange_all(session, swaps, options); !exchanged) {
    roll_back(session);
    return exchanged;
  }
  return commit(session, options, questions_of(data_sets), stop);
}

core::Expected<std::vector<DataSetResult>> swap_under_locks(Session& session, std::span<const DataSet> data_sets,
                                                            const Options& options, const std::stop_token& stop) {
  const auto done = brought_meanwhile(session, data_sets, options.dry_run, stop);
  if (!done) return std::unexpected(done.error());
  auto snapshots = remote::Snapshots::take(data_sets);
  if (!snapshots) return std::unexpected(snapshots.error());
  std::vector<DataSetResult> results;
  std::vector<Swap> swaps;
  for (std::size_t i = 0; i < data_sets.size(); ++i) {
    if ((*done)[i]) {
      results.push_back(unchanged_result(data_sets[i], (*done)[i]));
      continue;
    }
    auto built = build_one(session, data_sets[i], options, stop);
    if (!built) {
      drop_all(session, swaps);
      return std::unexpected(built.error());
    }
    if (*built) {
      swaps.push_back(**std::move(built));
    } else {
      results.push_back(result_of(data_sets[i], Action::unchanged));
    }
  }
  snapshots->release();
  if (options.dry_run) {
    drop_all(session, swaps);
  } else if (!swaps.empty()) {
    if (auto taken = take_their_place(session, data_sets, swaps, options, stop); !taken) {
      drop_all(session, swaps);
      return std::unexpected(taken.error());
    }
  }
  for (Swap& swap : swaps) results.push_back(std::move(swap.result));
  return results;
}

}  // namespace

core::Expected<std::vector<DataSetResult>> swap_all(Session& session, std::span<const DataSet> data_sets,
                                                    const Options& options, const std::stop_token& stop) {
  if (auto held = hold_locks(session, lock_names(data_sets), options.lock_timeout, stop); !held) {
    return std::unexpected(held.error());
  }
  if (auto watched = session.run(platform::postgres::server_keepalives(session.settings())); !watched) {
    return std::unexpected(server_failure(watched.error(), {}));
  }
  auto results = swap_under_locks(session, data_sets, options, stop);
  release_locks(session);
  return results;
}

}  // namespace chandler::dataset::swap
