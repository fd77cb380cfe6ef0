#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

// Indexes by the collations of their columns and of their expressions, those that use the database's default with them.
// From 15 on the database remembers the version of its own. Of some 800 collations that a server has only those are
// asked for their version that something depends on, as ICU loads each one for it; hence MATERIALIZED.
constexpr std::string_view changed = R"(
WITH uses AS (
  SELECT indexrelid AS object, unnest(indcollation::oid[]) AS coll FROM pg_index
  UNION
  SELECT CASE classid WHEN 'pg_class'::regclass THEN objid ELSE 0 END, refobjid
  FROM pg_depend WHERE refclassid = 'pg_collation'::regclass AND deptype <> 'p'),
known AS MATERIALIZED (
  SELECT c.oid, format('%%I.%%I', n.nspname, c.collname) AS name, c.collversion AS was
  FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
  WHERE c.oid IN (SELECT coll FROM uses) AND c.collversion IS NOT NULL
    AND c.collencoding IN (-1, (SELECT encoding FROM pg_database WHERE datname = current_database()))),
drifted AS (
  SELECT oid, name, was, pg_collation_actual_version(oid) AS now FROM known
  WHERE was IS DISTINCT FROM pg_collation_actual_version(oid)
  %s)
SELECT d.name, d.was, d.now, coalesce(i.name, ''), coalesce(i.indisunique, false), d.oid = 100
FROM drifted d
LEFT JOIN (
  SELECT u.coll, format('%%I.%%I', n.nspname, c.relname) AS name, x.indisunique
  FROM uses u JOIN pg_index x ON x.indexrelid = u.object JOIN pg_class c ON c.oid = x.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace) i ON i.coll = d.oid
ORDER BY 1, 4)";

constexpr std::string_view of_database = R"(
  UNION ALL
  SELECT 100, 'the database''s default', datcollversion, pg_database_collation_actual_version(oid)
  FROM pg_database WHERE datname = current_database() AND datcollversion IS NOT NULL
    AND datcollversion IS DISTINCT FROM pg_database_collation_actual_version(oid))";

Finding of_index(const platform::postgres::Result& rows, int row) {
  const std::string index(rows.text(row, 3));
  const bool unique = rows.boolean(row, 4);
  return {.id = "collation_drift.index",
          .severity = Severity::problem,
          .object = "index " + index,
          .figures = {{.name = "collation", .value = std::string(rows.text(row, 0))},
                      {.name = "was", .value = std::string(rows.text(row, 1))},
                      {.name = "now", .value = std::string(rows.text(row, 2))}},
          .meaning = std::format("it was sorted by another version of its collation: rows may not be found{}",
                                 unique ? ", and unique values may stand in it twice" : ""),
          .remedy = std::format("REINDEX INDEX CONCURRENTLY {}; when all are done, ALTER {} REFRESH {}", index,
                                rows.boolean(row, 5) ? "DATABASE" : "COLLATION",
                                rows.boolean(row, 5) ? "COLLATION VERSION" : "VERSION")};
}

Finding of_collation(const platform::postgres::Result& rows, int row) {
  return {.id = "collation_drift.collation",
          .severity = Severity::info,
          .object = "collation " + std::string(rows.text(row, 0)),
          .figures = {{.name = "was", .value = std::string(rows.text(row, 1))},
                      {.name = "now", .value = std::string(rows.text(row, 2))}},
          .meaning = "its version changed; no index depends on it",
          .remedy = rows.boolean(row, 5) ? "ALTER DATABASE … REFRESH COLLATION VERSION"
                                         : "ALTER COLLATION … REFRESH VERSION"};
}

std::string sql_for(int server_version) {
  static constexpr int remembers_default = 150000;
  std::string sql(changed);
  const std::size_t at = sql.find("%s");
  sql.replace(at, 2, server_version >= remembers_default ? of_database : "");
  for (std::size_t twice = sql.find("%%"); twice != std::string::npos; twice = sql.find("%%", twice + 1))
    sql.erase(twice, 1);
  return sql;
}

Outcome run(Context& context) {
  Outcome outcome =
      ask(context, sql_for(context.session.server_version()), [](const auto& rows, int row, Outcome& found) {
        found.findings.push_back(rows.text(row, 3).empty() ? of_collation(rows, row) : of_index(rows, row));
      });
  outcome.summary = outcome.findings.empty() ? "no collation changed its version"
                                             : std::format("{} indexes or collations", outcome.findings.size());
  return outcome;
}

}  // namespace

const Check collation_drift_check{
    .name = "collation_drift",
    .proves =
        "That no index was sorted by another version of its collation (an upgrade of glibc or ICU). Not for the C "
        "collation's like, which have no version; before 15 not for the database's default.",
    .cost = "one query on the catalogue",
    .rights = "any role",
    .run = run};

}  // namespace chandler::probe
