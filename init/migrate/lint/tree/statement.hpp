#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "init/migrate/lint/tree/definitions.hpp"
#include "init/migrate/lint/tree/names.hpp"
#include "init/migrate/lint/tree/node.hpp"

namespace chandler::migrate::lint {

struct AlterTable {
  Name table;
  std::string_view object;  // "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_TYPE", …
  std::vector<AlterCommand> commands;
};

struct CreateTable {
  Name table;
  bool temporary = false;
  bool if_not_exists = false;
  std::vector<ColumnDefinition> columns;
  std::vector<Constraint> constraints;  // the table's own and its columns'
  Name parent;                          // PARTITION OF, INHERITS
  bool partitioned = false;
  bool copies_columns = false;  // LIKE, INHERITS, OF type, AS SELECT: `columns` is not all of them
};

struct CreateIndex {
  Name table;
  std::string name;
  std::vector<std::string> columns;  // the leading ones, up to the first expression
  std::size_t width = 0;             // how many columns and expressions
  bool unique = false;
  bool concurrently = false;
  bool if_not_exists = false;
  bool partial = false;
  std::string_view rest;  // "orders (customer_id) WHERE …", of the statement's text
};

// One statement, its most frequent kinds read once for all rules.
struct Statement {
  std::string_view kind;  // "AlterTableStmt"
  Node node;
  std::string_view sql;
  bool outside_transaction = false;  // PostgreSQL refuses it inside a transaction block
  std::optional<AlterTable> alter_table;
  std::optional<CreateTable> create_table;  // CREATE TABLE AS and SELECT INTO, too
  std::optional<CreateIndex> create_index;

  bool is(std::string_view wanted) const { return kind == wanted; }

  // The commands of ALTER TABLE on a table, of that kind; none of other statements.
  std::vector<const AlterCommand*> commands(std::string_view command_kind) const;

  // Constraints that ALTER TABLE adds, by ADD CONSTRAINT or with a column.
  std::vector<Constraint> added_constraints(ConstraintKind wanted) const;
};

Statement read_statement(Node wrapped, std::string_view sql);

}  // namespace chandler::migrate::lint
