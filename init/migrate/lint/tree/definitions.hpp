#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "init/migrate/lint/tree/names.hpp"
#include "init/migrate/lint/tree/type.hpp"

namespace chandler::migrate::lint {

enum class ConstraintKind : std::uint8_t {
  null,
  not_null,
  default_value,
  identity,
  generated,
  check,
  primary_key,
  unique,
  exclusion,
  foreign_key,
  other,
};

// Of a table, a column or a domain.
struct Constraint {
  ConstraintKind kind = ConstraintKind::other;
  std::string name;
  std::vector<std::string> columns;  // of the table itself
  bool not_valid = false;
  std::string using_index;
  Node expression;  // of CHECK, DEFAULT, GENERATED
  Name target;      // of a foreign key
  std::vector<std::string> target_columns;
  std::size_t location = 0;
};

struct ColumnDefinition {
  std::string name;
  Type type;
  std::vector<Constraint> constraints;  // where it has a column, `columns` is this one
  Node collation;
  Node converted_by;  // ALTER COLUMN … TYPE … USING this
  std::size_t location = 0;

  const Constraint* find(ConstraintKind kind) const;
};

// One part of ALTER TABLE: ADD COLUMN, SET NOT NULL, …
struct AlterCommand {
  std::string_view kind;  // "AT_AddColumn"
  std::string name;       // of the column, constraint, trigger, …
  Node definition;        // {"ColumnDef": …}, {"Constraint": …}, {"PartitionCmd": …}
  bool cascade = false;
  bool if_exists = false;  // or IF NOT EXISTS
  std::size_t location = 0;
};

Constraint read_constraint(Node body);
ColumnDefinition read_column(Node body);
AlterCommand read_command(Node body);

// The columns that an expression, when it is true, proves to be not null: `a IS NOT NULL AND b IS NOT NULL`.
std::vector<std::string> proven_not_null(Node expression);

}  // namespace chandler::migrate::lint
