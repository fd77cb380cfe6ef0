#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

namespace chandler::migrate::lint {
namespace {

bool renames(const Statement& statement, std::string_view type) {
  return statement.is("RenameStmt") && statement.node.text("renameType") == type;
}

std::string new_name(const Statement& statement) {
  return identifier(statement.node.text("newname"));
}

void rename_table(const Statement& statement, const Context& context, Findings& findings) {
  const bool table_itself = renames(statement, "OBJECT_TABLE");
  if (!table_itself && !renames(statement, "OBJECT_VIEW") && !renames(statement, "OBJECT_MATVIEW")) return;
  const auto table = context.existing(relation_name(statement.node.field("relation")));
  if (!table) return;
  findings.add({.message = std::format("{} is called {} from now on, and the old version does not know it",
                                       table->text(), new_name(statement)),
                .table = table,
                .safe_way = table_itself
                                ? std::format("In the same transaction CREATE VIEW {} AS SELECT * FROM {}; it can be "
                                              "written to as the table was. Drop it when the old version is gone",
                                              table->name.text(), new_name(statement))
                                : std::string()});
}

void rename_column(const Statement& statement, const Context& context, Findings& findings) {
  if (!renames(statement, "OBJECT_COLUMN")) return;
  const auto table = context.existing(relation_name(statement.node.field("relation")));
  if (!table) return;
  findings.add(
      {.message = std::format("{}.{} is called {} from now on, and the old version does not know it",
                              table->name.text(), identifier(statement.node.text("subname")), new_name(statement)),
       .table = table});
}

void rename_schema(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!renames(statement, "OBJECT_SCHEMA")) return;
  findings.add({.message = std::format("the schema {} is called {} from now on, and the old version does not know it",
                                       identifier(statement.node.text("subname")), new_name(statement))});
}

void rename_type(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!renames(statement, "OBJECT_TYPE") && !renames(statement, "OBJECT_DOMAIN")) return;
  findings.add({.message = std::format("the type {} is called {} from now on, and the old version does not know it",
                                       qualified_name(statement.node.field("object").as("List").list("items")).text(),
                                       new_name(statement))});
}

void rename_enum_value(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!statement.is("AlterEnumStmt") || statement.node.text("oldVal").empty()) return;
  findings.add(
      {.message = std::format("the old version still writes '{}', which {} no longer has",
                              statement.node.text("oldVal"), qualified_name(statement.node.list("typeName")).text())});
}

void move_to_schema(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("AlterObjectSchemaStmt") || !statement.node.field("relation").present()) return;
  const auto table = context.existing(relation_name(statement.node.field("relation")));
  if (!table) return;
  findings.add({.message = std::format("{} moves to the schema {}, where the old version does not look for it",
                                       table->text(), identifier(statement.node.text("newschema"))),
                .table = table});
}

constexpr std::string_view running =
    "The old version of the application runs on during the rollout and fails on each statement that names it.";
constexpr std::string_view expand_then_contract =
    "Add a second one beside it, keep both up to date, move the application over, then drop the old one";

constexpr auto rules = std::to_array<Rule>({
    {.id = "rename-table",
     .title = "renames a table or a view",
     .reason = running,
     .lock = "ACCESS EXCLUSIVE on the table, for a moment",
     .safe_way = "Leave a view of the old name beside it, in the same transaction, until the old version is gone",
     .check = rename_table},
    {.id = "rename-column",
     .title = "renames a column",
     .reason = running,
     .lock = "ACCESS EXCLUSIVE on the table, for a moment",
     .safe_way = expand_then_contract,
     .check = rename_column},
    {.id = "rename-schema",
     .title = "renames a schema",
     .reason = running,
     .safe_way = "Make the new schema, with views of the old one's tables, move the application over, then move the "
                 "tables",
     .check = rename_schema},
    {.id = "rename-type",
     .title = "renames a type or a domain",
     .reason = running,
     .safe_way = expand_then_contract,
     .level = Level::warn,
     .check = rename_type},
    {.id = "rename-enum-value",
     .title = "renames a value of an enum",
     .reason = running,
     .safe_way = "ALTER TYPE … ADD VALUE the new one, move the application over, UPDATE the old rows in batches",
     .check = rename_enum_value},
    {.id = "move-to-schema",
     .title = "moves a table to another schema",
     .reason = running,
     .lock = "ACCESS EXCLUSIVE on the table, for a moment",
     .safe_way =
         "Leave a view of the old name in the old schema, in the same transaction, until the old version is gone",
     .check = move_to_schema},
});

}  // namespace

std::span<const Rule> rename_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
