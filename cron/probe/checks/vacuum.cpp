#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

// Autovacuum begins at threshold + scale factor * rows; at five times that, and 10,000 rows, it does not keep up. A
// table's own settings go before the server's.
constexpr std::string_view sql = R"(
SELECT format('%I.%I', s.schemaname, s.relname), s.n_dead_tup, s.n_live_tup, s.last_autovacuum::text,
       s.last_vacuum::text, pg_table_size(s.relid),
       coalesce((SELECT option_value FROM pg_options_to_table(c.reloptions)
                 WHERE option_name = 'autovacuum_enabled'), 'true')
FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
WHERE s.n_dead_tup > 10000 AND s.n_dead_tup > 5 * (
  coalesce((SELECT option_value FROM pg_options_to_table(c.reloptions)
            WHERE option_name = 'autovacuum_vacuum_threshold'), current_setting('autovacuum_vacuum_threshold'))::bigint
  + coalesce((SELECT option_value FROM pg_options_to_table(c.reloptions)
              WHERE option_name = 'autovacuum_vacuum_scale_factor'),
             current_setting('autovacuum_vacuum_scale_factor'))::float8 * s.n_live_tup)
ORDER BY s.n_dead_tup DESC)";

std::string when(const platform::postgres::Result& rows, int row) {
  const std::string_view automatic = rows.text(row, 3);
  const std::string_view by_hand = rows.text(row, 4);
  const std::string_view last = automatic > by_hand ? automatic : by_hand;
  return last.empty() ? "never" : std::string(last);
}

Outcome run(Context& context) {
  Outcome outcome = ask(context, sql, [](const auto& rows, int row, Outcome& found) {
    const std::string table(rows.text(row, 0));
    const bool switched_off = rows.text(row, 6) == "false" || rows.text(row, 6) == "off";
    found.findings.push_back(
        {.id = "vacuum.behind",
         .severity = Severity::warning,
         .object = "table " + table,
         .figures = {{.name = "dead_rows", .value = rows.integer(row, 1)},
                     {.name = "live_rows", .value = rows.integer(row, 2)},
                     {.name = "size_bytes", .value = rows.integer(row, 5)},
                     {.name = "last_vacuum", .value = when(rows, row)}},
         .meaning =
             switched_off
                 ? "autovacuum is switched off for it: it grows and its queries slow down"
                 : "vacuum does not keep up with its writes, or something holds it back: it grows and slows down",
         .remedy = switched_off ? std::format("ALTER TABLE {} RESET (autovacuum_enabled)", table)
                                : std::format("VACUUM (VERBOSE) {} tells what holds it back; then lower its "
                                              "autovacuum_vacuum_scale_factor or raise autovacuum_vacuum_cost_limit",
                                              table)});
  });
  outcome.summary = std::format("{} tables behind", outcome.findings.size());
  return outcome;
}

}  // namespace

const Check vacuum_check{.name = "vacuum",
                         .proves = "That vacuum keeps up with the tables' writes, by the server's own estimates.",
                         .cost = "one query on statistics",
                         .rights = "any role",
                         .run = run};

}  // namespace chandler::probe
