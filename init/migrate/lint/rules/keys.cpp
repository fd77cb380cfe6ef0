#include <algorithm>
#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

// Constraints that stand on an index.
namespace chandler::migrate::lint {
namespace {

using enum ConstraintKind;

void add_index_constraint(const Statement& statement, const Context& context, Findings& findings, ConstraintKind kind,
                          std::string_view words) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const Constraint& constraint : statement.added_constraints(kind)) {
    if (!constraint.using_index.empty()) continue;
    const std::string index = constraint.name.empty() ? "name" : identifier(constraint.name);
    findings.add(
        {.message = std::format("an index on {} is built while nobody reads or writes it", table->text()),
         .table = table,
         .safe_way = std::format("CREATE UNIQUE INDEX CONCURRENTLY {0} ON {1} ({2}); in a file of its own, then "
                                 "ALTER TABLE {1} ADD CONSTRAINT {0} {3} USING INDEX {0};",
                                 index, table->name.text(), identifiers(constraint.columns), words),
         .location = constraint.location});
  }
}

void add_unique(const Statement& statement, const Context& context, Findings& findings) {
  add_index_constraint(statement, context, findings, unique, "UNIQUE");
}

void add_primary_key(const Statement& statement, const Context& context, Findings& findings) {
  add_index_constraint(statement, context, findings, primary_key, "PRIMARY KEY");
}

// USING INDEX sets the columns NOT NULL, too.
void primary_key_of_nullable(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table || table->known == nullptr) return;
  for (const Constraint& constraint : statement.added_constraints(primary_key)) {
    const auto index = std::ranges::find(table->known->indexes, constraint.using_index, &Index::name);
    if (constraint.using_index.empty() || index == table->known->indexes.end()) continue;
    for (const std::string& column : index->columns) {
      if (table->known->proven_not_null(column)) continue;
      findings.add({.message = std::format("all rows of {} are read to see that {} is not null", table->text(),
                                           identifier(column)),
                    .table = table,
                    .location = constraint.location});
    }
  }
}

void add_exclusion(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const Constraint& constraint : statement.added_constraints(exclusion)) {
    findings.add({.message = std::format("all rows of {} are compared with each other", table->text()),
                  .table = table,
                  .location = constraint.location});
  }
}

constexpr auto rules = std::to_array<Rule>({
    {.id = "add-unique",
     .title = "adds a UNIQUE constraint without USING INDEX",
     .reason = "Its index is built under the strongest lock.",
     .lock = "ACCESS EXCLUSIVE on the table until the index is built: nobody reads or writes",
     .safe_way =
         "CREATE UNIQUE INDEX CONCURRENTLY i ON t (c); in a file of its own, then ADD CONSTRAINT n UNIQUE USING "
         "INDEX i",
     .cost = Cost::by_rows,
     .check = add_unique},
    {.id = "add-primary-key",
     .title = "adds a PRIMARY KEY without USING INDEX",
     .reason = "Its index is built, and its columns are checked for nulls, under the strongest lock.",
     .lock = "ACCESS EXCLUSIVE on the table until the index is built: nobody reads or writes",
     .safe_way = "CREATE UNIQUE INDEX CONCURRENTLY i ON t (c); in a file of its own, then ADD CONSTRAINT n PRIMARY KEY "
                 "USING INDEX i",
     .cost = Cost::by_rows,
     .check = add_primary_key},
    {.id = "primary-key-nullable",
     .title = "makes a PRIMARY KEY of an index whose columns may be null",
     .reason = "A primary key sets its columns NOT NULL, for which all rows are read.",
     .lock = "ACCESS EXCLUSIVE on the table while all rows are read: nobody reads or writes",
     .safe_way = "First set the columns NOT NULL as set-not-null says",
     .cost = Cost::by_rows,
     .check = primary_key_of_nullable},
    {.id = "add-exclusion",
     .title = "adds an EXCLUDE constraint",
     .reason = "Its index is built under the strongest lock, and there is no way to build it beside.",
     .lock = "ACCESS EXCLUSIVE on the table until the index is built: nobody reads or writes",
     .safe_way = "On a big table: make a new table with the constraint, copy in batches, swap; or choose a quiet hour "
                 "and silence this",
     .cost = Cost::by_rows,
     .check = add_exclusion},
});

}  // namespace

std::span<const Rule> key_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
