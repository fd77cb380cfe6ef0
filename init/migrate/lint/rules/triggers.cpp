#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

namespace chandler::migrate::lint {
namespace {

void create_trigger(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("CreateTrigStmt")) return;
  const auto table = context.existing(relation_name(statement.node.field("relation")));
  if (!table) return;
  findings.add(
      {.message = std::format("writers of {} wait while the trigger is made, and run it from then on, those of "
                              "the old version, too",
                              table->text()),
       .table = table});
}

void drop_trigger(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("DropStmt") || statement.node.text("removeType") != "OBJECT_TRIGGER") return;
  for (const Name& name : exclusively_locked(statement)) {
    const auto table = context.existing(name);
    if (!table) continue;
    findings.add({.message = std::format("readers and writers of {} wait while the trigger is dropped", table->text()),
                  .table = table});
  }
}

void disable_trigger(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const std::string_view kind : {"AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser"}) {
    for (const AlterCommand* command : statement.commands(kind)) {
      const std::string which = command->name.empty() ? "its triggers" : identifier(command->name);
      findings.add(
          {.message = std::format("{} does not run {} for anybody, until somebody enables them", table->text(), which),
           .table = table});
    }
  }
}

void replication_role(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!statement.is("VariableSetStmt") || statement.node.text("name") != "session_replication_role") return;
  const auto values = statement.node.list("args");
  if (values.empty()) return;
  const std::string_view value = values.front().as("A_Const").field("sval").text("sval");
  if (value == "origin" || value == "local") return;
  findings.add({.message = "foreign keys and triggers do not work for the rest of this session"});
}

void enable_row_security(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table || statement.commands("AT_EnableRowSecurity").empty()) return;
  findings.add({.message = std::format("whoever does not own {} sees only what a policy shows, of this moment none",
                                       table->text()),
                .table = table});
}

constexpr auto rules = std::to_array<Rule>({
    {.id = "create-trigger",
     .title = "creates a trigger on a table in use",
     .reason = "It is quick, but waits for each transaction that has written to the table; and the old version's "
               "writes run the trigger as well.",
     .lock = "SHARE ROW EXCLUSIVE on the table, for a moment: writes wait, reads go on",
     .safe_way = "Create the function first; keep the trigger in a file of its own, so that nothing slow follows it",
     .level = Level::warn,
     .check = create_trigger},
    {.id = "drop-trigger",
     .title = "drops a trigger of a table in use",
     .reason = "It is quick, but waits for each query that reads the table, and whoever comes meanwhile waits behind "
               "it.",
     .lock = "ACCESS EXCLUSIVE on the table, for a moment",
     .safe_way = "Keep it in a file of its own, so that nothing slow follows it",
     .level = Level::warn,
     .check = drop_trigger},
    {.id = "disable-trigger",
     .title = "disables triggers",
     .reason = "They are off for everybody, not for this session alone; ALL disables foreign keys, too. Rows that are "
               "written meanwhile are never checked.",
     .lock = "SHARE ROW EXCLUSIVE on the table, for a moment: writes wait, reads go on",
     .safe_way = "Let the trigger's function look at a setting of the session: current_setting('app.migrating', true)",
     .check = disable_trigger},
    {.id = "replication-role",
     .title = "sets session_replication_role",
     .reason =
         "Foreign keys and triggers do not work for what follows in this session: rows get in that point nowhere.",
     .safe_way = "Write the rows in an order that the foreign keys allow, or make these DEFERRABLE",
     .check = replication_role},
    {.id = "enable-row-security",
     .title = "enables row level security on a table in use",
     .reason = "Without a policy nobody but the owner sees any row, and the old version reads an empty table.",
     .lock = "ACCESS EXCLUSIVE on the table, for a moment",
     .safe_way = "CREATE POLICY for all who use it first; then enable it",
     .level = Level::warn,
     .check = enable_row_security},
});

}  // namespace

std::span<const Rule> trigger_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
