#include <algorithm>
#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

namespace chandler::migrate::lint {
namespace {

using enum ConstraintKind;

std::string named(const Constraint& constraint) {
  return constraint.name.empty() ? std::string("name") : identifier(constraint.name);
}

// "ALTER TABLE orders ADD CONSTRAINT name … NOT VALID; then, in a file of its own: … VALIDATE …"
std::string in_two_steps(const Existing& table, const Constraint& constraint, std::string_view kind) {
  return std::format(
      "ALTER TABLE {0} ADD CONSTRAINT {1} {2} NOT VALID; and in the next file ALTER TABLE {0} VALIDATE CONSTRAINT {1};",
      table.name.text(), named(constraint), kind);
}

void set_not_null(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const AlterCommand* command : statement.commands("AT_SetNotNull")) {
    if (table->known != nullptr && table->known->proven_not_null(command->name)) continue;
    const std::string column = identifier(command->name);
    const std::string name = table->name.text();
    findings.add({.message = std::format("all rows of {} are read to see that {} is not null", table->text(), column),
                  .table = table,
                  .safe_way = std::format("ALTER TABLE {0} ADD CONSTRAINT {1} CHECK ({2} IS NOT NULL) NOT VALID; in "
                                          "the next file ALTER TABLE {0} VALIDATE CONSTRAINT {1}; then ALTER TABLE "
                                          "{0} ALTER COLUMN {2} SET NOT NULL; finds it proven and reads nothing",
                                          name, identifier(command->name + "_not_null"), column)});
  }
}

void add_check(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const Constraint& constraint : statement.added_constraints(check)) {
    if (constraint.not_valid) continue;
    findings.add({.message = std::format("all rows of {} are read to check them", table->text()),
                  .table = table,
                  .safe_way = in_two_steps(*table, constraint, "CHECK (…)"),
                  .location = constraint.location});
  }
}

// A new column without a default holds nothing that could point anywhere: nothing is read.
bool on_empty_column(const Statement& statement, const Constraint& constraint) {
  return std::ranges::any_of(statement.commands("AT_AddColumn"), [&](const AlterCommand* command) {
    const ColumnDefinition column = read_column(command->definition.as("ColumnDef"));
    return column.find(default_value) == nullptr &&
           std::ranges::contains(column.constraints, constraint.location, &Constraint::location);
  });
}

void add_foreign_key(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const Constraint& constraint : statement.added_constraints(foreign_key)) {
    if (constraint.not_valid || on_empty_column(statement, constraint)) continue;
    const bool partitioned = table->known != nullptr && table->known->kind == TableKind::partitioned;
    const std::string columns = identifiers(constraint.target_columns);
    const std::string kind =
        std::format("FOREIGN KEY ({}) REFERENCES {}{}", identifiers(constraint.columns), constraint.target.text(),
                    columns.empty() ? std::string() : std::format(" ({})", columns));
    findings.add({.message = std::format("all rows of {} are looked up in {}, and nobody writes to either",
                                         table->text(), constraint.target.text()),
                  .table = table,
                  .safe_way = partitioned ? "A partitioned table takes no NOT VALID before PostgreSQL 18: add it to "
                                            "each partition NOT VALID, validate there, then to the parent"
                                          : in_two_steps(*table, constraint, kind),
                  .location = constraint.location});
  }
}

bool added_here(const Statement& statement, const std::string& name) {
  for (const ConstraintKind kind : {check, foreign_key}) {
    const auto added = statement.added_constraints(kind);
    if (std::ranges::contains(added, name, &Constraint::name)) return true;
  }
  return false;
}

void validate_same_transaction(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const AlterCommand* command : statement.commands("AT_ValidateConstraint")) {
    const bool before =
        std::ranges::contains(context.transaction().unvalidated, command->name, &Transaction::Unvalidated::constraint);
    if (!before && !added_here(statement, command->name)) continue;
    findings.add(
        {.message = std::format("{} is added and validated in one transaction: {} stays locked as if NOT VALID "
                                "were not there",
                                identifier(command->name), table->text()),
         .table = table});
  }
}

void drop_not_null(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const AlterCommand* command : statement.commands("AT_DropNotNull")) {
    findings.add({.message = std::format("{}.{} may be null from now on, and running code may not expect it",
                                         table->name.text(), identifier(command->name)),
                  .table = table});
  }
}

void unindexed_foreign_keys(const Context& context, Findings& findings) {
  for (const auto& [name, table] : context.schema().tables()) {
    for (const ForeignKey& key : table.foreign_keys) {
      if (!key.origin || table.indexed(key.columns)) continue;
      // Of a table that no file and no catalogue describes, the indexes are not known either.
      if (!table.columns_complete && !context.schema().complete && !table.fresh) continue;
      findings.add_at(
          *key.origin,
          {.message = std::format("no index of {} begins with {}", table.name.text(), identifiers(key.columns)),
           .safe_way =
               std::format("CREATE INDEX CONCURRENTLY ON {} ({});", table.name.text(), identifiers(key.columns))});
    }
  }
}

constexpr auto rules = std::to_array<Rule>({
    {.id = "set-not-null",
     .title = "sets NOT NULL without a validated check",
     .reason = "Unless a validated CHECK (c IS NOT NULL) proves it, all rows are read under the strongest lock.",
     .lock = "ACCESS EXCLUSIVE on the table while all rows are read: nobody reads or writes",
     .safe_way = "ADD CONSTRAINT n CHECK (c IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT n in the next file; then SET "
                 "NOT NULL, which finds it proven; DROP CONSTRAINT n",
     .cost = Cost::by_rows,
     .check = set_not_null},
    {.id = "add-check",
     .title = "adds a CHECK constraint that is not NOT VALID",
     .reason = "All rows are read to check them. NOT VALID holds for new rows at once; VALIDATE CONSTRAINT reads the "
               "old ones while others read and write.",
     .lock = "ACCESS EXCLUSIVE on the table while all rows are read: nobody reads or writes",
     .safe_way = "ADD CONSTRAINT n CHECK (…) NOT VALID; and VALIDATE CONSTRAINT n in the next file",
     .cost = Cost::by_rows,
     .check = add_check},
    {.id = "add-foreign-key",
     .title = "adds a foreign key that is not NOT VALID",
     .reason = "Each row is looked up in the other table, with writes to both of them locked out.",
     .lock = "SHARE ROW EXCLUSIVE on both tables while all rows are looked up: writes wait, reads go on",
     .safe_way = "ADD CONSTRAINT n FOREIGN KEY … NOT VALID; and VALIDATE CONSTRAINT n in the next file, which takes "
                 "SHARE UPDATE EXCLUSIVE here and ROW SHARE there: both let writers pass",
     .cost = Cost::by_rows,
     .check = add_foreign_key},
    {.id = "validate-same-transaction",
     .title = "adds a constraint NOT VALID and validates it in the same transaction",
     .reason = "The lock of ADD CONSTRAINT is kept to the end of the transaction, so it is held while VALIDATE reads "
               "all rows.",
     .lock = "ACCESS EXCLUSIVE (a foreign key: SHARE ROW EXCLUSIVE) while all rows are read",
     .safe_way = "VALIDATE CONSTRAINT in a file of its own",
     .cost = Cost::by_rows,
     .check = validate_same_transaction},
    {.id = "unindexed-foreign-key",
     .title = "adds a foreign key that no index supports",
     .reason = "Each DELETE and each change of the key in the other table reads this whole table, with its row locked.",
     .safe_way = "CREATE INDEX CONCURRENTLY ON t (c);",
     .level = Level::warn,
     .finish = unindexed_foreign_keys},
    {.id = "drop-not-null",
     .title = "drops a NOT NULL constraint",
     .reason = "The old version of the application runs on meanwhile, and may fail on the first null that the new one "
               "writes.",
     .lock = "ACCESS EXCLUSIVE on the table, for a moment",
     .safe_way = "First roll out an application that reads nulls, then drop it",
     .level = Level::warn,
     .check = drop_not_null},
});

}  // namespace

std::span<const Rule> constraint_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
