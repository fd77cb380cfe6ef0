#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

// What some teams want and others do not: all of them off until asked for.
namespace chandler::migrate::lint {
namespace {

std::vector<ColumnDefinition> new_columns(const Statement& statement) {
  if (statement.create_table) return statement.create_table->columns;
  std::vector<ColumnDefinition> out;
  for (const AlterCommand* command : statement.commands("AT_AddColumn")) {
    out.push_back(read_column(command->definition.as("ColumnDef")));
  }
  return out;
}

using Matches = bool (*)(const ColumnDefinition& column);

void each_column(const Statement& statement, Findings& findings, Matches matches) {
  for (const ColumnDefinition& column : new_columns(statement)) {
    if (!matches(column)) continue;
    findings.add(
        {.message = std::format("{} is {}", identifier(column.name), column.type.text()), .location = column.location});
  }
}

bool is_integer(const Type& type) {
  return type.is("int4") || type.is("serial") || type.is("serial4");
}

void integer_key(const Statement& statement, const Context& /*context*/, Findings& findings) {
  each_column(statement, findings, [](const ColumnDefinition& column) {
    return is_integer(column.type) && column.find(ConstraintKind::primary_key) != nullptr;
  });
}

void prefer_bigint(const Statement& statement, const Context& /*context*/, Findings& findings) {
  each_column(statement, findings, [](const ColumnDefinition& column) { return is_integer(column.type); });
}

void prefer_bigint_over_smallint(const Statement& statement, const Context& /*context*/, Findings& findings) {
  each_column(statement, findings, [](const ColumnDefinition& column) {
    return column.type.is("int2") || column.type.is("smallserial") || column.type.is("serial2");
  });
}

void prefer_identity(const Statement& statement, const Context& /*context*/, Findings& findings) {
  each_column(statement, findings, [](const ColumnDefinition& column) { return column.type.serial(); });
}

void prefer_text(const Statement& statement, const Context& /*context*/, Findings& findings) {
  each_column(statement, findings, [](const ColumnDefinition& column) {
    return column.type.is("varchar") && !column.type.modifiers.empty();
  });
}

void avoid_char(const Statement& statement, const Context& /*context*/, Findings& findings) {
  each_column(statement, findings, [](const ColumnDefinition& column) { return column.type.is("bpchar"); });
}

void prefer_timestamptz(const Statement& statement, const Context& /*context*/, Findings& findings) {
  each_column(statement, findings, [](const ColumnDefinition& column) { return column.type.is("timestamp"); });
}

void prefer_robust(const Statement& statement, const Context& context, Findings& findings) {
  if (context.transaction().block) return;
  const bool creates = (statement.create_table && !statement.create_table->if_not_exists) ||
                       (statement.create_index && !statement.create_index->if_not_exists);
  const bool drops = statement.is("DropStmt") && !statement.node.flag("missing_ok");
  if (creates) findings.add({.message = "run again after a failure, it finds its own work and fails"});
  if (drops) findings.add({.message = "run again after a failure, it finds nothing and fails"});
}

void require_schema(const Statement& statement, const Context& /*context*/, Findings& findings) {
  Name name;
  if (statement.create_table && !statement.create_table->temporary) name = statement.create_table->table;
  if (statement.alter_table && statement.alter_table->object == "OBJECT_TABLE") name = statement.alter_table->table;
  if (statement.create_index) name = statement.create_index->table;
  if (name.empty() || !name.schema.empty()) return;
  findings.add({.message = std::format("which schema {} is in depends on the search_path", name.text())});
}

void enum_value_position(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!statement.is("AlterEnumStmt") || !statement.node.text("oldVal").empty()) return;
  if (!statement.node.text("newValNeighbor").empty()) return;
  findings.add({.message = std::format("'{}' sorts behind all other values", statement.node.text("newVal"))});
}

constexpr Level off = Level::off;

constexpr auto rules = std::to_array<Rule>({
    {.id = "integer-primary-key",
     .title = "makes an integer the primary key",
     .reason =
         "2,147,483,647 rows, deleted and failed ones counted, come sooner than one thinks, and changing the type "
         "rewrites the table.",
     .safe_way = "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
     .level = off,
     .check = integer_key},
    {.id = "prefer-bigint",
     .title = "makes a column integer",
     .reason = "Changing it to bigint later rewrites the table.",
     .safe_way = "bigint",
     .level = off,
     .check = prefer_bigint},
    {.id = "prefer-bigint-over-smallint",
     .title = "makes a column smallint",
     .reason = "Changing it later rewrites the table; alignment often eats what it saves.",
     .safe_way = "bigint",
     .level = off,
     .check = prefer_bigint_over_smallint},
    {.id = "prefer-identity",
     .title = "makes a column serial",
     .reason =
         "Its sequence has rights, an owner and a name of its own, and its numbers can be overwritten by mistake.",
     .safe_way = "bigint GENERATED ALWAYS AS IDENTITY",
     .level = off,
     .check = prefer_identity},
    {.id = "prefer-text",
     .title = "makes a column varchar(n)",
     .reason = "A smaller limit later rewrites the table; text with a CHECK can be changed without.",
     .safe_way = "text, with CHECK (length(c) <= n)",
     .level = off,
     .check = prefer_text},
    {.id = "avoid-char",
     .title = "makes a column char(n)",
     .reason = "Values are filled up with blanks, which comparisons ignore and LIKE does not.",
     .safe_way = "text",
     .level = off,
     .check = avoid_char},
    {.id = "prefer-timestamptz",
     .title = "makes a column timestamp without time zone",
     .reason = "It is no moment in time: what it means depends on who reads it.",
     .safe_way = "timestamptz",
     .level = off,
     .check = prefer_timestamptz},
    {.id = "prefer-robust-statements",
     .title = "creates or drops without IF [NOT] EXISTS where no transaction undoes a failure",
     .reason = "A file that cannot run in a transaction is run again from its start after a failure.",
     .safe_way = "IF NOT EXISTS, IF EXISTS",
     .level = off,
     .check = prefer_robust},
    {.id = "require-schema",
     .title = "names a table without its schema",
     .reason = "Another search_path leads to another table.",
     .safe_way = "schema.table",
     .level = off,
     .check = require_schema},
    {.id = "enum-value-position",
     .title = "adds an enum's value without BEFORE or AFTER",
     .reason = "It sorts behind all others, and comparisons such as status < 'approved' do not count it.",
     .safe_way = "ALTER TYPE … ADD VALUE 'v' BEFORE 'w';",
     .level = off,
     .check = enum_value_position},
});

}  // namespace

std::span<const Rule> opinion_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
