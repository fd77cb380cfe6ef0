#include <algorithm>
#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

namespace chandler::migrate::lint {
namespace {

bool drops(const Statement& statement, std::string_view type) {
  return statement.is("DropStmt") && statement.node.text("removeType") == type;
}

void drop_table(const Statement& statement, const Context& context, Findings& findings) {
  if (!drops(statement, "OBJECT_TABLE") && !drops(statement, "OBJECT_FOREIGN_TABLE")) return;
  for (const Node& object : statement.node.list("objects")) {
    const auto table = context.existing(dropped_name(object));
    if (!table) continue;
    findings.add({.message = std::format("{} goes, with all of its rows, while the old version runs", table->text()),
                  .table = table});
  }
}

void drop_column(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const AlterCommand* command : statement.commands("AT_DropColumn")) {
    if (table->known != nullptr && table->known->columns_complete && table->known->column(command->name) == nullptr) {
      continue;
    }
    findings.add({.message = std::format("{}.{} goes while the old version runs, which may read and write it",
                                         table->name.text(), identifier(command->name)),
                  .table = table});
  }
}

// A view is replaced by dropping it where its columns change.
void dropped_views(const Context& context, Findings& findings) {
  for (const Dropped& each : context.schema().dropped_views) {
    if (context.schema().find(each.name) != nullptr) continue;
    findings.add_at(each.origin, {.message = std::format("{} goes while the old version runs", each.name.text())});
  }
}

void drop_schema(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!drops(statement, "OBJECT_SCHEMA")) return;
  for (const Node& object : statement.node.list("objects")) {
    findings.add(
        {.message = std::format("the schema {} goes{}", dropped_name(object).text(),
                                statement.node.text("behavior") == "DROP_CASCADE" ? ", with all that is in it" : "")});
  }
}

void drop_database(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!statement.is("DropdbStmt")) return;
  findings.add({.message = std::format("the database {} goes", identifier(statement.node.text("dbname")))});
}

void drop_type(const Statement& statement, const Context& context, Findings& findings) {
  if (!drops(statement, "OBJECT_TYPE") && !drops(statement, "OBJECT_DOMAIN")) return;
  for (const Node& object : statement.node.list("objects")) {
    const Name type = dropped_name(object);
    if (std::ranges::contains(context.schema().fresh_types, type.name, &Name::name)) continue;
    findings.add(
        {.message = std::format("the type {} goes, which the old version's statements may name", type.text())});
  }
}

void drop_cascade(const Statement& statement, const Context& context, Findings& findings) {
  if (statement.is("DropStmt") && statement.node.text("behavior") == "DROP_CASCADE" &&
      !drops(statement, "OBJECT_SCHEMA")) {
    findings.add({.message = "what depends on it goes too, and nothing here says what that is"});
  }
  if (!context.altered(statement)) return;
  for (const std::string_view kind : {"AT_DropColumn", "AT_DropConstraint"}) {
    for (const AlterCommand* command : statement.commands(kind)) {
      if (!command->cascade) continue;
      findings.add({.message = std::format("what depends on {} goes too, and nothing here says what that is",
                                           identifier(command->name))});
    }
  }
}

void truncate(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("TruncateStmt")) return;
  for (const Node& each : statement.node.list("relations")) {
    const auto table = context.existing(relation_name(each.as("RangeVar")));
    if (!table) continue;
    findings.add({.message = std::format("{} loses all of its rows", table->text()), .table = table});
  }
}

void truncate_cascade(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!statement.is("TruncateStmt") || statement.node.text("behavior") != "DROP_CASCADE") return;
  findings.add({.message = "tables that refer to it lose all of their rows too, and nothing here says which"});
}

constexpr auto rules = std::to_array<Rule>({
    {.id = "drop-table",
     .title = "drops a table",
     .reason = "The old version of the application runs on during the rollout and fails on each statement that names "
               "it. The rows are gone for good.",
     .lock = "ACCESS EXCLUSIVE on the table, and on those that it refers to, for a moment",
     .safe_way = "First roll out an application that does not use it; then drop it in a migration of its own, and "
                 "silence this there",
     .check = drop_table},
    {.id = "drop-column",
     .title = "drops a column",
     .reason = "The old version of the application runs on during the rollout and fails on each statement that names "
               "it; prepared SELECT * statements fail, too. The values are gone for good.",
     .lock = "ACCESS EXCLUSIVE on the table, for a moment",
     .safe_way = "First roll out an application that does not use it; then drop it in a migration of its own, and "
                 "silence this there",
     .check = drop_column},
    {.id = "drop-view",
     .title = "drops a view that the files do not make again",
     .reason = "The old version of the application fails on each statement that names it.",
     .lock = "ACCESS EXCLUSIVE on the view, for a moment",
     .safe_way = "First roll out an application that does not use it",
     .finish = dropped_views},
    {.id = "drop-schema",
     .title = "drops a schema",
     .reason = "What is in it is gone for good, whoever uses it.",
     .lock = "ACCESS EXCLUSIVE on all that is in it",
     .safe_way = "Drop its tables one by one, when nobody uses them any more; then the empty schema, without CASCADE",
     .check = drop_schema},
    {.id = "drop-database",
     .title = "drops a database",
     .reason = "All of it is gone for good. No application's migration has a use for that.",
     .safe_way = "Do it by hand",
     .check = drop_database},
    {.id = "drop-type",
     .title = "drops a type or a domain",
     .reason = "Statements of the old version that cast to it fail.",
     .safe_way = "First roll out an application that does not name it",
     .level = Level::warn,
     .check = drop_type},
    {.id = "drop-cascade",
     .title = "drops with CASCADE",
     .reason = "Whatever depends on the object goes with it: views, foreign keys, functions, also those that were made "
               "after this file was written.",
     .lock = "ACCESS EXCLUSIVE on all that goes",
     .safe_way = "Name what is to go, and drop it without CASCADE: it fails then where something is left",
     .check = drop_cascade},
    {.id = "truncate",
     .title = "truncates a table",
     .reason = "All rows are gone for good. Readers and writers wait for the end of the transaction.",
     .lock = "ACCESS EXCLUSIVE on the table to the end of the transaction",
     .safe_way = "DELETE in batches, if the rows must go",
     .check = truncate},
    {.id = "truncate-cascade",
     .title = "truncates with CASCADE",
     .reason = "All tables with a foreign key to it lose their rows as well, and those that refer to them.",
     .lock = "ACCESS EXCLUSIVE on all of these tables to the end of the transaction",
     .safe_way = "TRUNCATE a, b; with each table named",
     .check = truncate_cascade},
});

}  // namespace

std::span<const Rule> removal_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
