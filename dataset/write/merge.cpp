#include "dataset/write/merge.hpp"

#include <format>
#include <string>

#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_row.hpp"
#include "dataset/reject/put_aside.hpp"
#include "dataset/reject/write_tolerant.hpp"
#include "dataset/write/write_lines.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::quote_identifier;
using platform::postgres::ServerError;
using platform::postgres::Session;

// How often rows are compared anew when others insert some of them meanwhile.
constexpr int attempts = 3;

core::Error failure(const ServerError& error, const DataSet& data_set) {
  return server_failure(discreet(data_set, error), data_set.file.name);
}

// Two tables that lie in the key's order are joined by merging their indexes in a third of the time that a
// hash join takes, which the planner prefers all the same. Until join_as_planned.
core::Expected<void> join_by_merging(Session& session, const DataSet& data_set) {
  const auto ordered = session.run(data_set.sql.in_key_order());
  if (!ordered) return std::unexpected(failure(ordered.error(), data_set));
  if (!ordered->boolean(0, 0)) return {};
  const auto set = session.run("SET LOCAL enable_hashjoin = off");
  if (!set) return std::unexpected(failure(set.error(), data_set));
  return {};
}

core::Expected<void> join_as_planned(Session& session, const DataSet& data_set) {
  const auto set = session.run("SET LOCAL enable_hashjoin TO DEFAULT");
  if (!set) return std::unexpected(failure(set.error(), data_set));
  return {};
}

// Whether rows that were new to the delta are in the table by now: somebody else was faster.
core::Expected<bool> overtaken(Session& session, const DataSet& data_set) {
  std::string keys;
  for (const std::string& name : data_set.sql.key()) {
    keys += std::format("{0}t.{1} = d.{1}", keys.empty() ? "" : " AND ", quote_identifier(name));
  }
  const auto found =
      session.run(std::format("SELECT EXISTS (SELECT FROM {} d JOIN {} t ON {} WHERE NOT d.chandler_known)",
                              data_set.sql.delta_name(), data_set.sql.target(), keys));
  if (!found) return std::unexpected(failure(found.error(), data_set));
  return found->boolean(0, 0);
}

// A row is at fault, and nothing of the delta is written.
core::Expected<Counts> refused(Session& session, const DataSet& data_set, const ServerError& error, Rejects* rejects) {
  if (rejects == nullptr) return std::unexpected(find_row(session, data_set, error));
  return write_tolerant(session, data_set, *rejects);
}

// Behind the savepoint. A row that changes may refer to a new one of the same file.
platform::postgres::Answer<Counts> write_in_either_order(Session& session, const DataSet& data_set) {
  auto written = write_lines(session, data_set.sql, all_lines);
  if (written || !written.error().is("23503") || !data_set.sql.updates()) return written;
  if (auto undone = session.run("ROLLBACK TO chandler_merge"); !undone) return std::unexpected(undone.error());
  return write_lines(session, data_set.sql, all_lines, First::added);
}

// Makes the delta, ready to be written; how many rows it has.
core::Expected<std::int64_t> compare(Session& session, const DataSet& data_set, bool again) {
  if (again) {
    const auto dropped = session.run("DROP TABLE " + data_set.sql.delta_name());
    if (!dropped) return std::unexpected(failure(dropped.error(), data_set));
  }
  const auto compared = session.run(data_set.sql.delta());
  if (!compared) return std::unexpected(failure(compared.error(), data_set));
  if (compared->affected() == 0) return 0;
  if (auto sampled = sample_delta(session, data_set); !sampled) return std::unexpected(sampled.error());
  const auto prepared = session.run(data_set.sql.analyze() + "; SAVEPOINT chandler_merge");
  if (!prepared) return std::unexpected(failure(prepared.error(), data_set));
  return compared->affected();
}

core::Expected<Counts> compare_and_write(Session& session, const DataSet& data_set, Rejects* rejects) {
  for (int attempt = 1;; ++attempt) {
    const auto rows = compare(session, data_set, attempt > 1);
    if (!rows) return std::unexpected(rows.error());
    if (*rows == 0) return Counts{};
    const auto written = write_in_either_order(session, data_set);
    if (written) return *written;
    if (outcome_of(written.error()) != core::Outcome::problem)
      return std::unexpected(failure(written.error(), data_set));
    if (auto undone = session.run("ROLLBACK TO chandler_merge"); !undone)
      return std::unexpected(failure(undone.error(), data_set));
    const auto late =
        written.error().is("23505") && attempt < attempts ? overtaken(session, data_set) : core::Expected<bool>(false);
    if (!late) return std::unexpected(late.error());
    if (!*late) return refused(session, data_set, written.error(), rejects);
  }
}

}  // namespace

core::Expected<void> index_stage(Session& session, const DataSet& data_set, Rejects* rejects) {
  if (auto marked = session.run("SAVEPOINT chandler_stage"); !marked)
    return std::unexpected(failure(marked.error(), data_set));
  const auto indexed = session.run(data_set.sql.index());
  if (indexed) return {};
  if (!indexed.error().is("23505")) return std::unexpected(failure(indexed.error(), data_set));
  if (auto undone = session.run("ROLLBACK TO chandler_stage"); !undone)
    return std::unexpected(failure(undone.error(), data_set));
  if (rejects == nullptr) return std::unexpected(find_duplicate(session, data_set, indexed.error()));
  if (auto gone = put_duplicates_aside(session, data_set, *rejects); !gone) return gone;
  return command(session, data_set.sql.index(), data_set.file.name);
}

core::Expected<Counts> append_staged(Session& session, const DataSet& data_set, Rejects* rejects) {
  const auto prepared = session.run(data_set.sql.delta_of_all() + "; SAVEPOINT chandler_append");
  if (!prepared) return std::unexpected(failure(prepared.error(), data_set));
  if (auto sampled = sample_delta(session, data_set); !sampled) return std::unexpected(sampled.error());
  const auto inserted = session.run(data_set.sql.insert(all_lines));
  if (inserted) return Counts{.inserted = inserted->affected()};
  if (outcome_of(inserted.error()) != core::Outcome::problem)
    return std::unexpected(failure(inserted.error(), data_set));
  if (auto undone = session.run("ROLLBACK TO chandler_append"); !undone)
    return std::unexpected(failure(undone.error(), data_set));
  return refused(session, data_set, inserted.error(), rejects);
}

core::Expected<Counts> merge(Session& session, const DataSet& data_set, Rejects* rejects) {
  if (auto indexed = index_stage(session, data_set, rejects); !indexed) return std::unexpected(indexed.error());
  if (auto chosen = join_by_merging(session, data_set); !chosen) return std::unexpected(chosen.error());
  const auto counts = compare_and_write(session, data_set, rejects);
  if (!counts) return counts;
  if (auto restored = join_as_planned(session, data_set); !restored) return std::unexpected(restored.error());
  return counts;
}

}  // namespace chandler::dataset
