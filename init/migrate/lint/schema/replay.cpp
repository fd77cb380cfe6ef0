#include "init/migrate/lint/schema/replay.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "init/migrate/lint/tree/volatility.hpp"

namespace chandler::migrate::lint {
namespace {

using enum ConstraintKind;

// PostgreSQL's own name for a constraint or an index that is given none.
std::string made_up(const Table& table, const std::vector<std::string>& columns, std::string_view ending) {
  std::string out = table.name.name;
  for (const std::string& each : columns) out += '_' + each;
  return std::format("{}_{}", out, ending);
}

std::string name_or(const std::string& given, std::string otherwise) {
  if (!given.empty()) return given;
  return otherwise;
}

void require_values(Table& table, const std::vector<std::string>& columns) {
  for (const std::string& each : columns) {
    if (Column* column = table.column(each)) column->not_null = true;
  }
}

void add_constraint(Table& table, const Constraint& constraint, const std::optional<Origin>& origin) {
  const auto& columns = constraint.columns;
  if (constraint.kind == check) {
    table.checks.push_back({.name = name_or(constraint.name, made_up(table, columns, "check")),
                            .validated = !constraint.not_valid,
                            .not_null = proven_not_null(constraint.expression)});
  } else if (constraint.kind == foreign_key) {
    table.foreign_keys.push_back({.name = name_or(constraint.name, made_up(table, columns, "fkey")),
                                  .columns = columns,
                                  .target = constraint.target,
                                  .validated = !constraint.not_valid,
                                  .origin = origin});
  } else if ((constraint.kind == primary_key || constraint.kind == unique) && constraint.using_index.empty()) {
    const bool primary = constraint.kind == primary_key;
    const std::string unnamed = primary ? table.name.name + "_pkey" : made_up(table, columns, "key");
    table.indexes.push_back({.name = name_or(constraint.name, unnamed), .columns = columns, .unique = true});
    if (primary) require_values(table, columns);
  } else if (!constraint.using_index.empty()) {
    const auto index = std::ranges::find(table.indexes, constraint.using_index, &Index::name);
    if (index == table.indexes.end()) return;
    if (!constraint.name.empty()) index->name = constraint.name;
    if (constraint.kind == primary_key) require_values(table, index->columns);
  }
}

void add_column(Table& table, const ColumnDefinition& definition, const std::optional<Origin>& origin) {
  if (table.column(definition.name) != nullptr) return;
  const bool required = definition.find(not_null) != nullptr || definition.find(primary_key) != nullptr ||
                        definition.find(identity) != nullptr || definition.type.serial();
  table.columns.push_back({.name = definition.name, .type = definition.type, .not_null = required});
  for (const Constraint& each : definition.constraints) add_constraint(table, each, origin);
}

void create_table(const CreateTable& made, std::string_view kind, std::string_view object,
                  const std::optional<Origin>& origin, Schema& schema) {
  if (made.if_not_exists && schema.find(made.table) != nullptr) return;
  Table table{.name = made.table, .fresh = origin.has_value(), .columns_complete = !made.copies_columns};
  if (made.partitioned) table.kind = TableKind::partitioned;
  if (kind == "CreateForeignTableStmt") table.kind = TableKind::foreign;
  if (object == "OBJECT_MATVIEW") table.kind = TableKind::materialized_view;
  Table& added = schema.add(std::move(table));
  for (const ColumnDefinition& each : made.columns) add_column(added, each, origin);
  for (const Constraint& each : made.constraints) {
    // A column's own constraints came with the column.
    const bool own = std::ranges::any_of(made.columns, [&](const ColumnDefinition& column) {
      return std::ranges::contains(column.constraints, each.location, &Constraint::location);
    });
    if (!own) add_constraint(added, each, origin);
  }
}

void drop_column(Table& table, const std::string& name) {
  std::erase_if(table.columns, [&](const Column& each) { return each.name == name; });
  std::erase_if(table.checks, [&](const Check& each) { return std::ranges::contains(each.not_null, name); });
  std::erase_if(table.indexes, [&](const Index& each) { return std::ranges::contains(each.columns, name); });
  std::erase_if(table.foreign_keys, [&](const ForeignKey& each) { return std::ranges::contains(each.columns, name); });
}

void drop_constraint(Table& table, const std::string& name) {
  std::erase_if(table.checks, [&](const Check& each) { return each.name == name; });
  std::erase_if(table.foreign_keys, [&](const ForeignKey& each) { return each.name == name; });
  std::erase_if(table.indexes, [&](const Index& each) { return each.name == name; });
}

void validate(Table& table, const std::string& name) {
  for (Check& each : table.checks) each.validated |= each.name == name;
  for (ForeignKey& each : table.foreign_keys) each.validated |= each.name == name;
}

void alter_column(Table& table, const AlterCommand& command) {
  Column* column = table.column(command.name);
  if (column == nullptr) return;
  if (command.kind == "AT_SetNotNull") column->not_null = true;
  if (command.kind == "AT_DropNotNull") column->not_null = false;
  if (command.kind == "AT_AlterColumnType") {
    column->type = read_type(command.definition.as("ColumnDef").field("typeName"));
  }
}

void alter_table(const AlterTable& altered, const std::optional<Origin>& origin, Schema& schema) {
  Table* table = schema.find(altered.table);
  // Of a table that no file made, what is added to it is worth knowing, too.
  if (table == nullptr && altered.object == "OBJECT_TABLE" && !schema.complete) {
    table = &schema.add({.name = altered.table});
  }
  if (table == nullptr) return;
  for (const AlterCommand& each : altered.commands) {
    if (each.kind == "AT_AddColumn") add_column(*table, read_column(each.definition.as("ColumnDef")), origin);
    if (each.kind == "AT_AddConstraint") {
      add_constraint(*table, read_constraint(each.definition.as("Constraint")), origin);
    }
    if (each.kind == "AT_DropColumn") drop_column(*table, each.name);
    if (each.kind == "AT_DropConstraint") drop_constraint(*table, each.name);
    if (each.kind == "AT_ValidateConstraint") validate(*table, each.name);
    alter_column(*table, each);
  }
}

void drop(Node node, const std::optional<Origin>& origin, Schema& schema) {
  const std::string_view type = node.text("removeType");
  for (const Node& object : node.list("objects")) {
    const Name name = dropped_name(object);
    if (origin && schema.in_use(name) && (type == "OBJECT_VIEW" || type == "OBJECT_MATVIEW")) {
      schema.dropped_views.push_back({name, *origin});
    }
    if (type == "OBJECT_TABLE" || type == "OBJECT_VIEW" || type == "OBJECT_MATVIEW" || type == "OBJECT_FOREIGN_TABLE") {
      schema.remove(name);
    } else if (type == "OBJECT_INDEX") {
      if (Table* table = schema.table_of_index(name.name)) drop_constraint(*table, name.name);
    } else if (type == "OBJECT_DOMAIN" || type == "OBJECT_TYPE") {
      std::erase_if(schema.constrained_domains, [&](const Name& each) { return each.name == name.name; });
    }
  }
}

void rename_column(Table& table, const std::string& from, const std::string& to) {
  if (Column* column = table.column(from)) column->name = to;
  for (Check& each : table.checks) std::ranges::replace(each.not_null, from, to);
  for (ForeignKey& each : table.foreign_keys) std::ranges::replace(each.columns, from, to);
  for (Index& each : table.indexes) std::ranges::replace(each.columns, from, to);
}

void rename(Node node, Schema& schema) {
  const std::string_view type = node.text("renameType");
  const Name relation = relation_name(node.field("relation"));
  const std::string from(node.text("subname"));
  const std::string to(node.text("newname"));
  if (type == "OBJECT_COLUMN") {
    if (Table* table = schema.find(relation)) rename_column(*table, from, to);
  } else if (type == "OBJECT_TABLE" || type == "OBJECT_VIEW" || type == "OBJECT_MATVIEW") {
    schema.rename(relation, {relation.schema, to});
  } else if (type == "OBJECT_INDEX") {
    if (Table* table = schema.table_of_index(relation.name)) {
      for (Index& each : table->indexes) {
        if (each.name == relation.name) each.name = to;
      }
    }
  }
}

void create_index(const CreateIndex& made, Schema& schema) {
  Table* table = schema.find(made.table);
  if (table == nullptr && !schema.complete) table = &schema.add({.name = made.table});
  if (table == nullptr) return;
  table->indexes.push_back({.name = name_or(made.name, made_up(*table, made.columns, "idx")),
                            .columns = made.columns,
                            .unique = made.unique,
                            .partial = made.partial});
}

void create_domain(Node node, Schema& schema) {
  const bool constrained = std::ranges::any_of(node.list("constraints"), [](const Node& each) {
    const ConstraintKind kind = read_constraint(each.as("Constraint")).kind;
    return kind == check || kind == not_null;
  });
  if (constrained) schema.constrained_domains.push_back(qualified_name(node.list("domainname")));
}

}  // namespace

void replay(const Statement& statement, const std::optional<Origin>& origin, Schema& schema) {
  if (statement.create_table) {
    create_table(*statement.create_table, statement.kind, statement.node.text("objtype"), origin, schema);
  }
  if (statement.is("ViewStmt")) {
    const Name name = relation_name(statement.node.field("view"));
    if (schema.find(name) == nullptr) {
      schema.add({.name = name, .kind = TableKind::view, .fresh = origin.has_value()});
    }
  }
  if (statement.alter_table) alter_table(*statement.alter_table, origin, schema);
  if (statement.create_index) create_index(*statement.create_index, schema);
  if (statement.is("DropStmt")) drop(statement.node, origin, schema);
  if (statement.is("RenameStmt")) rename(statement.node, schema);
  if (statement.is("CreateFunctionStmt")) {
    if (Name name = steady_function(statement.node); !name.empty()) schema.steady_functions.push_back(std::move(name));
  }
  if (statement.is("CreateDomainStmt")) create_domain(statement.node, schema);
  if (statement.is("AlterDomainStmt") &&
      (statement.node.text("subtype") == "C" || statement.node.text("subtype") == "O")) {
    schema.constrained_domains.push_back(qualified_name(statement.node.list("typeName")));
  }
  if (origin && (statement.is("CreateEnumStmt") || statement.is("CompositeTypeStmt"))) {
    schema.fresh_types.push_back(statement.is("CreateEnumStmt") ? qualified_name(statement.node.list("typeName"))
                                                                : relation_name(statement.node.field("typevar")));
  }
}

}  // namespace chandler::migrate::lint
