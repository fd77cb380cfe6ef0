#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"
#include "cron/probe/checks/constraint_verification.hpp"

namespace chandler::probe {
namespace {

// A foreign key's partitions carry copies of it: the parent's is enough.
constexpr std::string_view sql = R"(
SELECT c.conname, c.conrelid::regclass::text, c.contype::text, pg_get_constraintdef(c.oid), quote_ident(c.conname)
FROM pg_constraint c
WHERE NOT c.convalidated AND c.contype IN ('c', 'f', 'n') AND c.conparentid = 0 AND c.conrelid <> 0
ORDER BY 2, 1)";

// Triggers that hold foreign keys: ALTER TABLE … DISABLE TRIGGER ALL leaves the constraint valid by name.
constexpr std::string_view disabled = R"(
SELECT DISTINCT t.tgrelid::regclass::text, c.conname, c.conrelid::regclass::text
FROM pg_trigger t JOIN pg_constraint c ON c.oid = t.tgconstraint
WHERE t.tgisinternal AND t.tgenabled = 'D' AND c.contype = 'f'
ORDER BY 1, 2)";

Outcome run(Context& context) {
  Outcome outcome = ask(context, sql, [](const auto& rows, int row, Outcome& found) {
    const std::string table(rows.text(row, 1));
    found.findings.push_back(
        {.id = "constraints.not_valid",
         .severity = Severity::warning,
         .object = std::format("constraint {} on {}", rows.text(row, 0), table),
         .figures = {{.name = "definition", .value = std::string(rows.text(row, 3))}},
         .meaning =
             "it is marked NOT VALID: new rows keep to it, old ones may not, and the planner does not rely on it",
         .remedy = std::format("ALTER TABLE {} VALIDATE CONSTRAINT {}, which reads the table and blocks no writes; it "
                               "names the first row that is wrong",
                               table, rows.text(row, 4))});
  });
  if (outcome.error) return outcome;
  const Outcome triggers = ask(context, disabled, [](const auto& rows, int row, Outcome& found) {
    const std::string table(rows.text(row, 0));
    found.findings.push_back(
        {.id = "constraints.disabled",
         .severity = Severity::problem,
         .object = std::format("constraint {} on {}", rows.text(row, 1), rows.text(row, 2)),
         .figures = {{.name = "table", .value = table}},
         .meaning = "its triggers are disabled, so that the foreign key is not enforced and rows may refer to nothing",
         .remedy = std::format("ALTER TABLE {} ENABLE TRIGGER ALL, then find the rows that refer to nothing", table)});
  });
  outcome.findings.insert(outcome.findings.end(), triggers.findings.begin(), triggers.findings.end());
  outcome.error = triggers.error;
  outcome.summary = std::format("{} not valid or not enforced", outcome.findings.size());
  if (context.options.verify_constraints && !outcome.error) verify_constraints(context, outcome);
  return outcome;
}

}  // namespace

const Check constraints_check{
    .name = "constraints",
    .proves =
        "That no constraint is marked NOT VALID and no foreign key is switched off; with --verify-constraints that all "
        "rows keep to foreign keys and checks.",
    .cost =
        "two queries on the catalogue; with --verify-constraints a read of each constraint's tables, within half of "
        "the "
        "time that is left",
    .rights = "any role; with --verify-constraints SELECT on the tables (pg_read_all_data)",
    .own_transactions = true,
    .run = run};

}  // namespace chandler::probe
