#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

// One that is being built now is invalid, too, until it is done.
constexpr std::string_view sql = R"(
SELECT format('%I.%I', n.nspname, c.relname), format('%I.%I', tn.nspname, t.relname), i.indisunique,
       pg_relation_size(c.oid), i.indisready
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
WHERE NOT (i.indisvalid AND i.indislive) AND c.relkind = 'i'
  AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid AND p.datid =
                  (SELECT oid FROM pg_database WHERE datname = current_database()))
ORDER BY 1)";

Outcome run(Context& context) {
  Outcome outcome = ask(context, sql, [](const auto& rows, int row, Outcome& found) {
    const std::string index(rows.text(row, 0));
    const bool unique = rows.boolean(row, 2);
    found.findings.push_back(
        {.id = "invalid_indexes.invalid",
         .severity = Severity::warning,
         .object = "index " + index,
         .figures = {{.name = "table", .value = std::string(rows.text(row, 1))},
                     {.name = "size_bytes", .value = rows.integer(row, 3)}},
         .meaning =
             std::format("no query uses it{}{}; a CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY was broken off",
                         rows.boolean(row, 4) ? ", and every write keeps it up" : "",
                         unique ? ", and it does not hold its table to unique values" : ""),
         .remedy = std::format("DROP INDEX CONCURRENTLY {0}, and create it again; or REINDEX INDEX CONCURRENTLY {0}",
                               index)});
  });
  outcome.summary = std::format("{} invalid", outcome.findings.size());
  return outcome;
}

}  // namespace

const Check invalid_indexes_check{
    .name = "invalid_indexes",
    .proves = "That no index was left half built. Not that valid ones are right: amcheck looks.",
    .cost = "one query on the catalogue",
    .rights = "any role",
    .run = run};

}  // namespace chandler::probe
