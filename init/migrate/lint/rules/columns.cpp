#include <algorithm>
#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"
#include "init/migrate/lint/tree/volatility.hpp"

// ALTER TABLE … ADD COLUMN.
namespace chandler::migrate::lint {
namespace {

using enum ConstraintKind;

struct Added {
  Existing table;
  ColumnDefinition column;

  std::string place() const { return std::format("{}.{}", table.name.text(), identifier(column.name)); }
};

std::vector<Added> added_columns(const Statement& statement, const Context& context) {
  std::vector<Added> out;
  const auto table = context.altered(statement);
  if (!table) return out;
  for (const AlterCommand* command : statement.commands("AT_AddColumn")) {
    out.push_back({*table, read_column(command->definition.as("ColumnDef"))});
  }
  return out;
}

void volatile_default(const Statement& statement, const Context& context, Findings& findings) {
  for (const Added& added : added_columns(statement, context)) {
    const Constraint* value = added.column.find(default_value);
    if (value == nullptr || !may_be_volatile(value->expression, context.schema().steady_functions)) continue;
    findings.add({.message = std::format("{} is rewritten, to give each row its own {}", added.table.text(),
                                         identifier(added.column.name)),
                  .table = added.table,
                  .location = added.column.location});
  }
}

void stored_generated(const Statement& statement, const Context& context, Findings& findings) {
  for (const Added& added : added_columns(statement, context)) {
    if (added.column.find(generated) == nullptr) continue;
    findings.add({.message = std::format("{} is rewritten, to compute {} for each row", added.table.text(),
                                         identifier(added.column.name)),
                  .table = added.table,
                  .location = added.column.location});
  }
}

void numbered(const Statement& statement, const Context& context, Findings& findings) {
  for (const Added& added : added_columns(statement, context)) {
    if (!added.column.type.serial() && added.column.find(identity) == nullptr) continue;
    findings.add({.message = std::format("{} is rewritten, to number its rows in {}", added.table.text(),
                                         identifier(added.column.name)),
                  .table = added.table,
                  .location = added.column.location});
  }
}

void required(const Statement& statement, const Context& context, Findings& findings) {
  for (const Added& added : added_columns(statement, context)) {
    const ColumnDefinition& column = added.column;
    const bool filled = column.find(default_value) != nullptr || column.find(identity) != nullptr ||
                        column.find(generated) != nullptr || column.type.serial();
    if (column.find(not_null) == nullptr || filled) continue;
    findings.add({.message = std::format("{} must have a value, and none is there for the rows of {}",
                                         identifier(column.name), added.table.text()),
                  .table = added.table,
                  .location = column.location});
  }
}

void json(const Statement& statement, const Context& context, Findings& findings) {
  for (const Added& added : added_columns(statement, context)) {
    if (!added.column.type.is("json")) continue;
    findings.add({.message = std::format("{} is of type json, whose values cannot be compared", added.place()),
                  .table = added.table,
                  .safe_way = std::format("ALTER TABLE {} ADD COLUMN {} jsonb;", added.table.name.text(),
                                          identifier(added.column.name)),
                  .location = added.column.location});
  }
}

void constrained_domain(const Statement& statement, const Context& context, Findings& findings) {
  for (const Added& added : added_columns(statement, context)) {
    const auto& domains = context.schema().constrained_domains;
    if (!std::ranges::contains(domains, added.column.type.name.name, &Name::name)) continue;
    findings.add({.message = std::format("{} is rewritten, for {} is a domain with constraints", added.table.text(),
                                         added.column.type.text()),
                  .table = added.table,
                  .location = added.column.location});
  }
}

constexpr std::string_view rewritten = "ACCESS EXCLUSIVE on the table while it is rewritten: nobody reads or writes";

constexpr auto rules = std::to_array<Rule>({
    {.id = "add-column-volatile-default",
     .title = "adds a column with a volatile default",
     .reason = "A default that differs from row to row (random(), gen_random_uuid(), clock_timestamp(), a function of "
               "your own that is not STABLE) makes PostgreSQL write each row anew, with all indexes. A constant or "
               "now() is kept in the "
               "catalogue and costs nothing.",
     .lock = rewritten,
     .safe_way = "ALTER TABLE t ADD COLUMN c uuid; ALTER TABLE t ALTER COLUMN c SET DEFAULT gen_random_uuid(); then "
                 "fill the old rows in batches",
     .cost = Cost::by_rows,
     .check = volatile_default},
    {.id = "add-column-stored-generated",
     .title = "adds a stored generated column",
     .reason = "Its value is computed and written for each row.",
     .lock = rewritten,
     .safe_way = "Add a plain column, keep it up to date by a trigger, fill the old rows in batches; or compute the "
                 "value in a view",
     .cost = Cost::by_rows,
     .check = stored_generated},
    {.id = "add-column-numbered",
     .title = "adds a serial or identity column",
     .reason = "Each row gets a number of its own, so each is written anew.",
     .lock = rewritten,
     .safe_way = "Add a plain bigint column and a sequence; ALTER COLUMN … SET DEFAULT nextval('…'); then number the "
                 "old rows in batches",
     .cost = Cost::by_rows,
     .check = numbered},
    {.id = "add-column-required",
     .title = "adds a NOT NULL column without a default",
     .reason = "It fails as soon as the table holds a row, and on an empty one the old version of the application "
               "cannot insert any more.",
     .lock = "ACCESS EXCLUSIVE on the table while its rows are looked through",
     .safe_way = "ALTER TABLE t ADD COLUMN c boolean NOT NULL DEFAULT false; or add it without NOT NULL, fill it, and "
                 "go on as set-not-null says",
     .check = required},
    {.id = "add-column-json",
     .title = "adds a column of type json",
     .reason = "json has no equality: SELECT DISTINCT, GROUP BY and UNION over the table's rows begin to fail.",
     .safe_way = "jsonb",
     .level = Level::warn,
     .check = json},
    {.id = "add-column-constrained-domain",
     .title = "adds a column whose type is a domain with constraints",
     .reason = "PostgreSQL cannot know that the new column satisfies them without writing each row.",
     .lock = rewritten,
     .safe_way = "Use the domain's base type, and a CHECK constraint as add-check says",
     .cost = Cost::by_rows,
     .check = constrained_domain},
});

}  // namespace

std::span<const Rule> column_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
