#include "init/migrate/lint/tree/statement.hpp"

#include <algorithm>
#include <utility>

namespace chandler::migrate::lint {
namespace {

AlterTable read_alter_table(Node node) {
  AlterTable out{.table = relation_name(node.field("relation")), .object = node.text("objtype"), .commands = {}};
  for (const Node& each : node.list("cmds")) out.commands.push_back(read_command(each.as("AlterTableCmd")));
  return out;
}

CreateTable read_create_table(Node node) {
  const Node relation = node.field("relation");
  CreateTable out{.table = relation_name(relation),
                  .temporary = relation.text("relpersistence") == "t",
                  .if_not_exists = node.flag("if_not_exists"),
                  .columns = {},
                  .constraints = {},
                  .parent = {},
                  .partitioned = node.field("partspec").present(),
                  .copies_columns = node.field("ofTypename").present()};
  for (const Node& element : node.list("tableElts")) {
    if (element.kind() == "ColumnDef") {
      out.columns.push_back(read_column(element.body()));
      std::ranges::copy(out.columns.back().constraints, std::back_inserter(out.constraints));
    } else if (element.kind() == "Constraint") {
      out.constraints.push_back(read_constraint(element.body()));
    } else {
      out.copies_columns = true;
    }
  }
  for (const Node& parent : node.list("inhRelations")) {
    out.parent = relation_name(parent.as("RangeVar"));
    out.copies_columns = true;
  }
  return out;
}

CreateTable read_into(Node into, bool if_not_exists) {
  const Node relation = into.field("rel");
  CreateTable out{};
  out.table = relation_name(relation);
  out.temporary = relation.text("relpersistence") == "t";
  out.if_not_exists = if_not_exists;
  out.copies_columns = true;
  return out;
}

CreateIndex read_create_index(Node node, std::string_view sql) {
  const Node relation = node.field("relation");
  const auto elements = node.list("indexParams");
  CreateIndex out{.table = relation_name(relation),
                  .name = std::string(node.text("idxname")),
                  .columns = {},
                  .width = elements.size(),
                  .unique = node.flag("unique"),
                  .concurrently = node.flag("concurrent"),
                  .if_not_exists = node.flag("if_not_exists"),
                  .partial = node.field("whereClause").present(),
                  .rest = sql.substr(std::min(relation.location(), sql.size()))};
  for (const Node& element : elements) {
    const std::string_view column = element.as("IndexElem").text("name");
    if (column.empty()) break;
    out.columns.emplace_back(column);
  }
  return out;
}

}  // namespace

std::vector<const AlterCommand*> Statement::commands(std::string_view command_kind) const {
  std::vector<const AlterCommand*> out;
  if (!alter_table || alter_table->object == "OBJECT_TYPE") return out;
  for (const AlterCommand& each : alter_table->commands) {
    if (each.kind == command_kind) out.push_back(&each);
  }
  return out;
}

std::vector<Constraint> Statement::added_constraints(ConstraintKind wanted) const {
  std::vector<Constraint> out;
  for (const AlterCommand* command : commands("AT_AddConstraint")) {
    Constraint constraint = read_constraint(command->definition.as("Constraint"));
    if (constraint.kind == wanted) out.push_back(std::move(constraint));
  }
  for (const AlterCommand* command : commands("AT_AddColumn")) {
    const ColumnDefinition column = read_column(command->definition.as("ColumnDef"));
    if (const Constraint* constraint = column.find(wanted)) out.push_back(*constraint);
  }
  return out;
}

Statement read_statement(Node wrapped, std::string_view sql) {
  Statement out{.kind = wrapped.kind(),
                .node = wrapped.body(),
                .sql = sql,
                .alter_table = {},
                .create_table = {},
                .create_index = {}};
  if (out.is("AlterTableStmt")) out.alter_table = read_alter_table(out.node);
  if (out.is("CreateStmt")) out.create_table = read_create_table(out.node);
  if (out.is("CreateForeignTableStmt")) out.create_table = read_create_table(out.node.field("base"));
  if (out.is("CreateTableAsStmt")) {
    out.create_table = read_into(out.node.field("into"), out.node.flag("if_not_exists"));
  }
  if (out.is("SelectStmt") && out.node.field("intoClause").present()) {
    out.create_table = read_into(out.node.field("intoClause"), false);
  }
  if (out.is("IndexStmt")) out.create_index = read_create_index(out.node, sql);
  return out;
}

}  // namespace chandler::migrate::lint
