#include "init/migrate/lint/peers.hpp"

#include <algorithm>
#include <array>

namespace chandler::migrate::lint {
namespace {

// https://squawkhq.com/docs/rules, as of squawk 2 in August 2026.
constexpr auto squawk = std::to_array<Peer>({
    {"adding-field-with-default", "add-column-volatile-default, add-column-stored-generated", ""},
    {"adding-foreign-key-constraint", "add-foreign-key",
     "not for a new column without default, where PostgreSQL reads nothing"},
    {"adding-not-nullable-field", "set-not-null", ""},
    {"adding-required-field", "add-column-required", ""},
    {"adding-serial-primary-key-field", "add-primary-key, add-column-numbered", ""},
    {"ban-alter-domain-with-add-constraint", "alter-domain", "not for NOT VALID"},
    {"ban-char-field", "avoid-char", "off"},
    {"ban-concurrent-index-creation-in-transaction", "cannot-run-in-transaction", "and all such statements"},
    {"ban-create-domain-with-constraint", "create-domain-constrained", ""},
    {"ban-drop-column", "drop-column", ""},
    {"ban-drop-database", "drop-database", ""},
    {"ban-drop-not-null", "drop-not-null", ""},
    {"ban-drop-table", "drop-table", ""},
    {"ban-duplicate-column-assignments", "repeated-column", "not in CREATE TABLE, which fails on every database alike"},
    {"ban-truncate-cascade", "truncate-cascade", ""},
    {"ban-uncommitted-transaction", "uncommitted-transaction", ""},
    {"changing-column-type", "change-type", "not where the rows stay as they are"},
    {"constraint-missing-not-valid", "add-check, add-foreign-key, validate-same-transaction", ""},
    {"disallowed-unique-constraint", "add-unique", ""},
    {"identifier-too-long", "long-identifier", ""},
    {"prefer-bigint-over-int", "prefer-bigint, integer-primary-key", "off"},
    {"prefer-bigint-over-smallint", "prefer-bigint-over-smallint", "off"},
    {"prefer-identity", "prefer-identity", "off"},
    {"prefer-repack", "vacuum-full, cluster", ""},
    {"prefer-robust-stmts", "prefer-robust-statements", "off: such a file is resumed, its invalid indexes dropped"},
    {"prefer-text-field", "prefer-text", "off"},
    {"prefer-timestamp-tz", "prefer-timestamptz", "off"},
    {"renaming-column", "rename-column", ""},
    {"renaming-table", "rename-table", ""},
    {"require-concurrent-index-creation", "create-index", ""},
    {"require-concurrent-index-deletion", "drop-index", ""},
    {"require-concurrent-partition-detach", "detach-partition", ""},
    {"require-concurrent-reindex", "reindex", ""},
    {"require-enum-value-ordering", "enum-value-position", "off"},
    {"require-lock-timeout", "lock-timeout-off", "Chandler sets one for each file; the rule is about taking it away"},
    {"require-statement-timeout", "statement-timeout-off", "off; `--statement-timeout` sets one for each file"},
    {"require-table-schema", "require-schema", "off, as there"},
    {"require-timeout-settings", "lock-timeout-off, statement-timeout-off", "squawk's older name of both"},
    {"syntax-error", "unjudged, unreadable", ""},
    {"transaction-nesting", "transaction-control", "not for BEGIN and COMMIT around the whole file"},
    {"unused-ignore", "unused-ignore", "off"},
});

// https://github.com/ankane/strong_migrations, as of May 2026.
constexpr auto strong_migrations = std::to_array<Peer>({
    {"adding a check constraint", "add-check", ""},
    {"adding a column with a volatile default value", "add-column-volatile-default", ""},
    {"adding a foreign key", "add-foreign-key", ""},
    {"adding a json column", "add-column-json", ""},
    {"adding a reference", "create-index, add-foreign-key", "the SQL that Rails makes of it"},
    {"adding a stored generated column", "add-column-stored-generated", ""},
    {"adding a unique constraint", "add-unique", ""},
    {"adding an auto-incrementing column", "add-column-numbered", ""},
    {"adding an exclusion constraint", "add-exclusion", ""},
    {"adding an index non-concurrently", "create-index", ""},
    {"backfilling data", "backfill-under-lock, update-all-rows", "named there, not found"},
    {"changing the type of a column", "change-type", ""},
    {"creating a table with the force option", "drop-table, drop-cascade", "DROP TABLE … CASCADE, in SQL"},
    {"executing SQL directly", "", "SQL is what is judged here; `code-block` names what is not"},
    {"keeping non-unique indexes to three columns or less", "wide-index", "off"},
    {"removing a column", "drop-column", ""},
    {"removing an index non-concurrently", "drop-index", "opt-in there"},
    {"renaming a column", "rename-column", ""},
    {"renaming a schema", "rename-schema", ""},
    {"renaming a table", "rename-table", ""},
    {"renaming an enum value", "rename-enum-value", ""},
    {"setting NOT NULL on an existing column", "set-not-null", ""},
});

// https://atlasgo.io/lint/analyzers: those for PostgreSQL, by what they look for.
constexpr auto atlas = std::to_array<Peer>({
    {"destructive changes", "drop-schema, drop-table, drop-column", ""},
    {"data-dependent changes", "add-unique, set-not-null, add-column-required, add-check", ""},
    {"backward incompatible changes", "rename-table, rename-column, rename-schema", ""},
    {"constraint drops", "", "dropping a foreign key breaks nobody; a primary key's index goes with it: not judged"},
    {"concurrent indexes", "create-index, drop-index, cannot-run-in-transaction", ""},
    {"blocking table changes",
     "add-primary-key, add-unique, add-exclusion, add-check, add-foreign-key, set-not-null, change-type, "
     "add-column-volatile-default, add-column-numbered, add-column-stored-generated, set-logged",
     ""},
    {"nested transactions", "transaction-control", ""},
    {"non-linear changes", "", "the runner's own: `migrate.out_of_order`"},
    {"naming conventions, data alignment", "", "a matter of taste, and of new tables only"},
});

}  // namespace

std::span<const Peer> squawk_rules() {
  return squawk;
}

std::span<const Peer> strong_migrations_checks() {
  return strong_migrations;
}

std::span<const Peer> atlas_analyzers() {
  return atlas;
}

std::string_view ours_for_squawk(std::string_view id) {
  if (id == "prefer-timestamptz") id = "prefer-timestamp-tz";  // squawk takes both
  const auto found = std::ranges::find(squawk, id, &Peer::id);
  return found == squawk.end() ? std::string_view() : found->ours;
}

}  // namespace chandler::migrate::lint
