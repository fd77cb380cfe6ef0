#include <algorithm>
#include <array>
#include <format>
#include <set>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

// INSERT, UPDATE, DELETE in a migration.
namespace chandler::migrate::lint {
namespace {

std::optional<Existing> target_without_where(const Statement& statement, const Context& context,
                                             std::string_view kind) {
  if (!statement.is(kind) || statement.node.field("whereClause").present()) return std::nullopt;
  return context.existing(relation_name(statement.node.field("relation")));
}

void update_all(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = target_without_where(statement, context, "UpdateStmt");
  if (!table) return;
  findings.add({.message = std::format("each row of {} is written in one statement", table->text()), .table = table});
}

void delete_all(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = target_without_where(statement, context, "DeleteStmt");
  if (!table || !statement.node.list("usingClause").empty()) return;
  findings.add({.message = std::format("each row of {} is deleted in one statement", table->text()), .table = table});
}

bool moves_rows(const Statement& statement) {
  if (statement.is("UpdateStmt") || statement.is("DeleteStmt") || statement.is("MergeStmt")) return true;
  const Node select = statement.node.field("selectStmt").as("SelectStmt");
  return statement.is("InsertStmt") && !select.list("fromClause").empty();
}

void backfill_under_lock(const Statement& statement, const Context& context, Findings& findings) {
  if (!moves_rows(statement) || context.transaction().exclusive.empty()) return;
  const auto table = context.existing(relation_name(statement.node.field("relation")));
  if (!table) return;
  findings.add({.message = std::format("rows of {} are written while the transaction keeps {} locked", table->text(),
                                       context.transaction().exclusive.front().text()),
                .table = table});
}

// "a" twice in SET a = 1, a = 2; parts of a column (a.x, a[1]) are no repetition.
std::string repeated(const std::vector<Node>& targets) {
  std::set<std::string_view> seen;
  for (const Node& each : targets) {
    const Node target = each.as("ResTarget");
    if (!target.list("indirection").empty()) continue;
    if (!seen.insert(target.text("name")).second) return std::string(target.text("name"));
  }
  return {};
}

void repeated_column(const Statement& statement, const Context& /*context*/, Findings& findings) {
  std::string column;
  if (statement.is("UpdateStmt")) column = repeated(statement.node.list("targetList"));
  if (statement.is("InsertStmt")) column = repeated(statement.node.list("cols"));
  if (!column.empty()) findings.add({.message = std::format("{} is given twice", identifier(column))});
}

constexpr std::string_view batches =
    "In batches by key, each in a transaction of its own, outside of the migration: UPDATE t SET … WHERE id BETWEEN … "
    "AND …;";

constexpr auto rules = std::to_array<Rule>({
    {.id = "update-all-rows",
     .title = "updates a table without WHERE",
     .reason = "Each row stays locked until the end, the table grows to twice its size, and replicas lag behind.",
     .lock = "Each row, to the end of the transaction: writers of these rows wait",
     .safe_way = batches,
     .cost = Cost::by_rows,
     .check = update_all},
    {.id = "delete-all-rows",
     .title = "deletes from a table without WHERE",
     .reason = "All rows are gone for good; each stays locked until the end.",
     .lock = "Each row, to the end of the transaction: writers of these rows wait",
     .safe_way = "In batches, if the rows must go; WHERE true says that all of them are meant",
     .cost = Cost::by_rows,
     .check = delete_all},
    {.id = "backfill-under-lock",
     .title = "writes rows in a transaction that has locked a table",
     .reason = "The lock of an earlier statement (ALTER TABLE, DROP …) is kept until the end of the transaction, so "
               "everybody waits for the rows as well.",
     .lock = "ACCESS EXCLUSIVE on the table that was altered, while the rows are written",
     .safe_way = "Put the rows into a file of their own, behind; better, fill in batches outside of the migration",
     .cost = Cost::by_rows,
     .check = backfill_under_lock},
    {.id = "repeated-column",
     .title = "gives a column two values",
     .reason = "PostgreSQL refuses the statement.",
     .safe_way = "Leave one of them out",
     .check = repeated_column},
});

}  // namespace

std::span<const Rule> row_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
