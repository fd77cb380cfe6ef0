#include "init/migrate/lint/tree/syntax_version.hpp"

#include <algorithm>
#include <array>

namespace chandler::migrate::lint {
namespace {

using Found = std::optional<Syntax>;

void offer(Found& best, Syntax found) {
  if (!best || found.version > best->version) best = found;
}

// Nodes that another version's grammar has none of.
void by_node(std::string_view kind, Node body, Found& best) {
  static constexpr std::array<std::pair<std::string_view, Syntax>, 8> nodes{
      {{"MergeStmt", {15, "MERGE"}},
       {"JsonTable", {17, "JSON_TABLE"}},
       {"JsonFuncExpr", {17, "JSON_VALUE and the like"}},
       {"JsonParseExpr", {17, "JSON()"}},
       {"JsonScalarExpr", {17, "JSON_SCALAR()"}},
       {"JsonIsPredicate", {16, "IS JSON"}},
       {"JsonObjectConstructor", {16, "JSON_OBJECT with keys and values"}},
       {"JsonArrayConstructor", {16, "JSON_ARRAY"}}}};
  for (const auto& [name, syntax] : nodes) {
    if (name == kind) offer(best, syntax);
  }
  if (body.flag("nulls_not_distinct")) offer(best, {15, "NULLS NOT DISTINCT"});
  if (kind == "Constraint" && !body.list("fk_del_set_cols").empty()) {
    offer(best, {15, "ON DELETE SET NULL with columns"});
  }
  if (kind == "ColumnDef" && !body.text("storage_name").empty()) offer(best, {16, "STORAGE in CREATE TABLE"});
  if (kind == "ColumnDef" && !body.text("compression").empty()) offer(best, {14, "COMPRESSION"});
}

void by_command(const Statement& statement, Found& best) {
  static constexpr std::array<std::pair<std::string_view, Syntax>, 4> commands{
      {{"AT_SetExpression", {17, "SET EXPRESSION"}},
       {"AT_SetAccessMethod", {15, "SET ACCESS METHOD"}},
       {"AT_SetCompression", {14, "SET COMPRESSION"}},
       {"AT_DetachPartitionFinalize", {14, "DETACH PARTITION … FINALIZE"}}}};
  for (const auto& [command, syntax] : commands) {
    if (!statement.commands(command).empty()) offer(best, syntax);
  }
  for (const AlterCommand* command : statement.commands("AT_DetachPartition")) {
    if (command->definition.as("PartitionCmd").flag("concurrent")) {
      offer(best, {14, "DETACH PARTITION … CONCURRENTLY"});
    }
  }
}

}  // namespace

Found newest_syntax(const Statement& statement) {
  Found best;
  const Node& node = statement.node;
  if (statement.is("MergeStmt")) offer(best, {15, "MERGE"});
  if (statement.is("MergeStmt") && !node.list("returningList").empty()) offer(best, {17, "MERGE … RETURNING"});
  if (statement.is("CreateTrigStmt") && node.flag("replace")) offer(best, {14, "CREATE OR REPLACE TRIGGER"});
  if (statement.is("CreateFunctionStmt") && node.field("sql_body").present()) {
    offer(best, {14, "a function's body as SQL"});
  }
  if (statement.is("IndexStmt") && node.flag("nulls_not_distinct")) offer(best, {15, "NULLS NOT DISTINCT"});
  if (statement.is("ViewStmt") && option_of(node.list("options"), "security_invoker").present()) {
    offer(best, {15, "security_invoker"});
  }
  by_command(statement, best);
  // A big INSERT is nothing but rows.
  if (!statement.is("InsertStmt"))
    node.walk([&](std::string_view kind, Node body) {
      by_node(kind, body, best);
      return true;
    });
  return best;
}

}  // namespace chandler::migrate::lint
