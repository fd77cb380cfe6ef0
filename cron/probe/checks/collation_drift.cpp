#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

// Indexes by the collations of their columns and of their expressions, those that use the database's default with them.
// From 15 on the database remembers the version of its own.
constexpr std::string_view changed = R"(
WITH drifted AS (
  SELECT c.oid, format('%I.%I', n.nspname, c.collname) AS name, c.collversion AS was,
         pg_collation_actual_version(c.oid) AS now
  FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
  WHERE c.collversion IS NOT NULL AND c.collversion IS DISTINCT FROM pg_collation_actual_version(c.oid)
    AND c.collencoding IN (-1, (SELECT encoding FROM pg_database WHERE datname = current_database()))
  %s)
SELECT d.name, d.was, d.now, coalesce(format('%%I.%%I', n.nspname, i.relname), ''),
       coalesce(x.indisunique, false), d.oid = 100
FROM drifted d
LEFT JOIN pg_index x ON d.oid = ANY (x.indcollation::oid[])
     OR EXISTS (SELECT FROM pg_depend p WHERE p.classid = 'pg_class'::regclass AND p.objid = x.indexrelid
                AND p.refclassid = 'pg_collation'::regclass AND p.refobjid = d.oid)
LEFT JOIN pg_class i ON i.oid = x.indexrelid
LEFT JOIN pg_namespace n ON n.oid = i.relnamespace
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
