#include <algorithm>
#include <format>
#include <tuple>
#include <vector>

#include "cron/probe/checks/amcheck/record.hpp"
#include "cron/probe/checks/checks.hpp"
#include "cron/probe/checks/duplicates_query.hpp"

namespace chandler::probe {
namespace {

using platform::postgres::Answer;
using platform::postgres::ServerError;
using platform::postgres::Session;

constexpr int most_keys = 20;  // named of one index

struct Candidate {
  std::uint32_t oid = 0;
  std::string name;
  bool readable = false;
  std::int64_t rows = 0;  // the planner's estimate
  UniqueIndex index;
  amcheck::Record record;
};

// Of a table that was dropped meanwhile there is no privilege to tell: null. It is found to be gone when it is looked
// at.
constexpr std::string_view candidates_sql = R"(
SELECT c.oid, format('%I.%I', n.nspname, c.relname), format('%I.%I', tn.nspname, t.relname),
       coalesce(has_table_privilege(t.oid, 'SELECT'), true), t.reltuples::bigint, coalesce(pg_get_expr(i.indpred, i.indrelid), ''),
       k.place, pg_get_indexdef(i.indexrelid, k.place, false)
         || CASE WHEN co.oid IS NULL THEN '' ELSE format(' COLLATE %I.%I', cn.nspname, co.collname) END,
       coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
CROSS JOIN LATERAL generate_series(1, i.indnkeyatts::int) k(place)
LEFT JOIN pg_collation co ON co.oid = i.indcollation[k.place - 1] AND co.oid <> 100
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
WHERE i.indisunique AND i.indisvalid AND i.indisready AND i.indislive AND c.relkind = 'i' AND t.relkind IN ('r', 'm')
  AND c.relpersistence <> 't' AND NOT (c.relpersistence = 'u' AND pg_is_in_recovery()) AND c.oid >= 16384
ORDER BY c.oid, k.place)";

// Something was dropped since the statement's snapshot, and one of its functions looks at the catalogue as it is now.
// The server's own word for that is an internal error, whose text it does not translate.
bool is_race(const ServerError& error) {
  return error.message.starts_with("could not open relation with OID") ||
         error.message.starts_with("cache lookup failed for");
}

Answer<std::vector<Candidate>> read_candidates(Session& session, const amcheck::Kept& kept) {
  static constexpr int most_tries = 5;
  auto rows = session.query(candidates_sql);
  for (int tries = 1; !rows && is_race(rows.error()) && tries < most_tries; ++tries)
    rows = session.query(candidates_sql);
  if (!rows) return std::unexpected(rows.error());
  std::vector<Candidate> candidates;
  for (int row = 0; row < rows->rows(); ++row) {
    const auto oid = static_cast<std::uint32_t>(rows->integer(row, 0));
    if (candidates.empty() || candidates.back().oid != oid) {
      const auto known = kept.records.find(oid);
      candidates.push_back({.oid = oid,
                            .name = std::string(rows->text(row, 1)),
                            .readable = rows->boolean(row, 3),
                            .rows = rows->integer(row, 4),
                            .index = {.table = std::string(rows->text(row, 2)),
                                      .keys = {},
                                      .predicate = std::string(rows->text(row, 5)),
                                      .nulls_distinct = !rows->boolean(row, 8)},
                            .record = known == kept.records.end() ? amcheck::Record{} : known->second});
    }
    candidates.back().index.keys.emplace_back(rows->text(row, 7));
  }
  // Never, and the longest ago, first; among these the largest.
  std::ranges::stable_sort(candidates, {},
                           [](const Candidate& each) { return std::tuple(each.record.at, -each.rows); });
  return candidates;
}

Finding not_looked(const Candidate& candidate, std::string id, std::string meaning, std::string remedy) {
  return {.id = std::move(id),
          .severity = Severity::unchecked,
          .object = "index " + candidate.name,
          .figures = {},
          .meaning = std::move(meaning),
          .remedy = std::move(remedy)};
}

Finding twice(const Candidate& candidate, const platform::postgres::Result& rows, int row) {
  std::string key;
  for (int column = 3; column < rows.columns(); ++column) {
    key += std::format("{}{}", key.empty() ? "" : ", ", rows.is_null(row, column) ? "NULL" : rows.text(row, column));
  }
  const std::string first(rows.text(row, 1));
  const std::string last(rows.text(row, 2));
  return {.id = "duplicates.key",
          .severity = Severity::problem,
          .object = "index " + candidate.name,
          .figures = {{.name = "table", .value = candidate.index.table},
                      {.name = "columns", .value = keys_of(candidate.index)},
                      {.name = "key", .value = key},
                      {.name = "rows", .value = rows.integer(row, 0)},
                      {.name = "first_ctid", .value = first},
                      {.name = "last_ctid", .value = last}},
          .meaning =
              std::format("{} = ({}) stands in {} rows of {}, among them those at {} and {}: queries by the index find "
                          "one of them or the other",
                          keys_of(candidate.index), key, rows.integer(row, 0), candidate.index.table, first, last),
          .remedy = std::format(
              "decide which row is right (SELECT ctid, * FROM {0} WHERE ctid IN ('{1}', '{2}')), DELETE the "
              "others by their ctid, then REINDEX INDEX CONCURRENTLY {3}",
              candidate.index.table, first, last, candidate.name)};
}

Finding counts_differ(const Candidate& candidate, std::int64_t by_index, std::int64_t in_table) {
  const bool lost = by_index > in_table;
  return {.id = lost ? "duplicates.rows_lost" : "duplicates.index_lacks_rows",
          .severity = Severity::problem,
          .object = "table " + candidate.index.table,
          .figures = {{.name = "rows_by_index", .value = by_index}, {.name = "rows_in_table", .value = in_table}},
          .meaning = std::format("an index leads to {} rows, and the table holds {}: {}", by_index, in_table,
                                 lost ? "pages of the table were emptied, or its visibility map is wrong"
                                      : "queries by the index miss rows"),
          .remedy =
              lost ? "copy the data directory before anything else; then fail over to a replica, or restore a backup, "
                     "that has the rows"
                   : "chandler probe --check amcheck names the index: REINDEX INDEX CONCURRENTLY it"};
}

// In one snapshot. The plan must not go by an index where the rows are read, and by one alone where they are counted.
Answer<void> look(Session& session, const Candidate& candidate, Findings& findings) {
  auto set = session.run(
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL row_security = off; SET LOCAL enable_indexscan = "
      "off; "
      "SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off");
  if (!set) return std::unexpected(std::move(set.error()));
  const auto keys = session.query(duplicates_query(candidate.index, most_keys));
  if (!keys) return std::unexpected(keys.error());
  for (int row = 0; row < keys->rows(); ++row) findings.push_back(twice(candidate, *keys, row));
  if (!candidate.index.predicate.empty()) return {};
  const std::string count = std::format("SELECT count(*) FROM ONLY {}", candidate.index.table);
  const auto in_table = session.query(count);
  if (!in_table) return std::unexpected(in_table.error());
  set = session.run(
      "SET LOCAL enable_indexscan = on; SET LOCAL enable_indexonlyscan = on; SET LOCAL enable_seqscan = off");
  if (!set) return std::unexpected(std::move(set.error()));
  const auto by_index = session.query(count);
  if (!by_index) return std::unexpected(by_index.error());
  if (by_index->integer(0, 0) != in_table->integer(0, 0)) {
    findings.push_back(counts_differ(candidate, by_index->integer(0, 0), in_table->integer(0, 0)));
  }
  return {};
}

// Dropped, or no longer valid, since the list was read: what went wrong tells of nothing then.
bool is_gone(Session& session, const Candidate& candidate) {
  const auto there = session.query("SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = $1 AND indisvalid)",
                                   {std::to_string(candidate.oid)});
  return there && !there->boolean(0, 0);
}

// False: the time is over, or the connection is lost.
bool explain(Session& session, const Candidate& candidate, const ServerError& error, Outcome& outcome) {
  if (error.is("57014") || error.stopped) return false;
  if (error.connection_lost) {
    outcome.error = error;
    return false;
  }
  // An index that is built anew meanwhile goes while its name stays.
  if (is_gone(session, candidate) || is_race(error)) return true;
  const bool right = error.is("42501");
  outcome.findings.push_back(
      not_looked(candidate,
                 right               ? "duplicates.not_allowed"
                 : error.is("55P03") ? "duplicates.locked"
                                     : "duplicates.failed",
                 error.message,
                 right ? std::format("SELECT on {}, and BYPASSRLS where it has row security", candidate.index.table)
                       : error.hint));
  return true;
}

Outcome run(Context& context) {
  Outcome outcome;
  amcheck::Kept kept = amcheck::read_kept(context.memory);
  auto candidates = read_candidates(context.session, kept);
  if (!candidates) {
    outcome.error = std::move(candidates.error());
    return outcome;
  }
  kept.records.clear();
  for (const Candidate& each : *candidates) kept.records[each.oid] = each.record;
  std::int64_t looked = 0;
  outcome.whole = true;
  for (const Candidate& candidate : *candidates) {
    if (!candidate.readable) {
      outcome.findings.push_back(not_looked(
          candidate, "duplicates.not_allowed", std::format("this role may not read {}", candidate.index.table),
          std::format("GRANT SELECT ON {} TO the probe's role, or pg_read_all_data to it", candidate.index.table)));
      continue;
    }
    if (!context.go_on()) {
      outcome.whole = false;
      break;
    }
    const auto done = look(context.session, candidate, outcome.findings);
    if (context.session.alive() && context.session.in_transaction()) (void)context.session.run("ROLLBACK");
    if (!done && !explain(context.session, candidate, done.error(), outcome)) {
      outcome.whole = false;
      break;
    }
    if (!done) continue;
    ++looked;
    kept.records[candidate.oid].at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    context.memory = amcheck::to_memory(kept);
  }
  const auto all = static_cast<std::int64_t>(candidates->size());
  outcome.summary = std::format("{} of {} unique indexes", looked, all);
  outcome.figures = {{.name = "indexes", .value = all}, {.name = "checked_indexes", .value = looked}};
  if (looked == 0 && !outcome.whole && !outcome.error) {
    outcome.findings.push_back({.id = "duplicates.nothing_done",
                                .severity = Severity::unchecked,
                                .object = {},
                                .figures = {},
                                .meaning = "there was no time for a single index, or the server was busy",
                                .remedy = "give a larger --time-budget, or run it at another time"});
  }
  return outcome;
}

}  // namespace

const Check duplicates_check{
    .name = "duplicates",
    .proves =
        "That values which should be unique are, asked of the tables without their indexes, and that an index leads to "
        "as "
        "many rows as its table holds. Not for the server's catalogues.",
    .cost =
        "reads each table twice for each of its unique indexes, with a sort or a hash of its keys (work_mem, then "
        "temporary files), within --time-budget",
    .rights = "SELECT on the tables (pg_read_all_data)",
    .by_default = false,
    .own_transactions = true,
    .run = run};

}  // namespace chandler::probe
