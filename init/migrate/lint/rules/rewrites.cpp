#include <algorithm>
#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

// Statements that write a whole table anew, or keep it locked for long.
namespace chandler::migrate::lint {
namespace {

// `t.c::new_type` and `t.c` convert as no USING at all would.
bool plain_conversion(Node expression, const std::string& column) {
  if (!expression.present()) return true;
  Node inner = expression;
  if (const Node cast = inner.as("TypeCast"); cast.present()) inner = cast.field("arg");
  const auto words = words_of(inner.as("ColumnRef").list("fields"));
  return !words.empty() && words.back() == column;
}

void change_type(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const AlterCommand* command : statement.commands("AT_AlterColumnType")) {
    const ColumnDefinition to = read_column(command->definition.as("ColumnDef"));
    const Column* from = table->known == nullptr ? nullptr : table->known->column(command->name);
    const bool plain = !to.collation.present() && plain_conversion(to.converted_by, command->name);
    if (from != nullptr && plain && keeps_rows(from->type, to.type)) continue;
    const std::string old = from == nullptr ? std::string("its type") : from->type.text();
    findings.add({.message = std::format("{} is rewritten to change {} from {} to {}", table->text(),
                                         identifier(command->name), old, to.type.text()),
                  .table = table,
                  .location = to.location});
  }
}

void rewriting_command(const Statement& statement, const Context& context, Findings& findings, std::string_view command,
                       std::string_view what) {
  const auto table = context.altered(statement);
  if (!table || statement.commands(command).empty()) return;
  findings.add({.message = std::format("{} is {}", table->text(), what), .table = table});
}

void set_logged(const Statement& statement, const Context& context, Findings& findings) {
  rewriting_command(statement, context, findings, "AT_SetLogged", "rewritten, and all of it written to the WAL");
  rewriting_command(statement, context, findings, "AT_SetUnLogged", "rewritten, and lost after a crash from then on");
}

void set_tablespace(const Statement& statement, const Context& context, Findings& findings) {
  rewriting_command(statement, context, findings, "AT_SetTableSpace", "copied to another tablespace");
}

void set_access_method(const Statement& statement, const Context& context, Findings& findings) {
  rewriting_command(statement, context, findings, "AT_SetAccessMethod", "rewritten for another access method");
}

void set_expression(const Statement& statement, const Context& context, Findings& findings) {
  rewriting_command(statement, context, findings, "AT_SetExpression", "rewritten, to compute the column again");
}

void vacuum_full(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("VacuumStmt") || !option_on(statement.node.list("options"), "full")) return;
  const auto tables = statement.node.list("rels");
  if (tables.empty()) findings.add({.message = "each table of the database is rewritten"});
  for (const Node& each : tables) {
    const auto table = context.existing(relation_name(each.as("VacuumRelation").field("relation")));
    if (table) findings.add({.message = std::format("{} is rewritten", table->text()), .table = table});
  }
}

void cluster(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("ClusterStmt")) return;
  if (!statement.node.field("relation").present()) {
    findings.add({.message = "each table that was clustered before is rewritten"});
  } else if (const auto table = context.existing(relation_name(statement.node.field("relation")))) {
    findings.add({.message = std::format("{} is rewritten in the order of an index", table->text()), .table = table});
  }
}

void refresh_view(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("RefreshMatViewStmt")) return;
  if (statement.node.flag("concurrent") || statement.node.flag("skipData")) return;
  const auto view = context.existing(relation_name(statement.node.field("relation")));
  if (!view) return;
  findings.add({.message = std::format("nobody reads {} while its query runs", view->text()),
                .table = view,
                .safe_way = std::format("REFRESH MATERIALIZED VIEW CONCURRENTLY {}; it needs a unique index on plain "
                                        "columns, without WHERE",
                                        view->name.text())});
}

// LOCK TABLE's modes, numbered as in PostgreSQL's storage/lockdefs.h. From SHARE on they keep writers out.
constexpr std::array<std::string_view, 9> modes{
    "",      "ACCESS SHARE",        "ROW SHARE", "ROW EXCLUSIVE",   "SHARE UPDATE EXCLUSIVE",
    "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"};
constexpr std::size_t share = 5;

void lock_table(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("LockStmt")) return;
  const auto mode = static_cast<std::size_t>(statement.node.number("mode"));
  if (mode < share || mode >= modes.size()) return;
  for (const Node& each : statement.node.list("relations")) {
    const auto table = context.existing(relation_name(each.as("RangeVar")));
    if (!table) continue;
    findings.add({.message = std::format("{} is locked until the transaction ends", table->text()),
                  .table = table,
                  .lock = std::format("{} on {} to the end of the transaction", modes.at(mode), table->name.text())});
  }
}

void create_table_as(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!statement.create_table || statement.create_table->temporary) return;
  const bool copies = statement.is("CreateTableAsStmt") && !statement.node.field("into").flag("skipData");
  if (!copies && !statement.is("SelectStmt")) return;
  findings.add({.message = std::format("{} is filled in the migration itself", statement.create_table->table.text())});
}

constexpr std::string_view rewritten = "ACCESS EXCLUSIVE on the table while it is rewritten: nobody reads or writes";

constexpr auto rules = std::to_array<Rule>({
    {.id = "change-type",
     .title = "changes a column's type so that rows are rewritten or checked",
     .reason = "Each row is written anew and each index on the column built again; running code meets another type "
               "than it knows. Only widening leaves the rows as they are: varchar(n) to a longer one or to text, "
               "numeric(p, s) to a greater p, a time to a greater precision, cidr to inet.",
     .lock = rewritten,
     .safe_way = "Add a column of the new type, keep both up to date by a trigger, fill it in batches, move the "
                 "application over, drop the old one",
     .check = change_type},
    {.id = "set-logged",
     .title = "sets a table LOGGED or UNLOGGED",
     .reason = "The whole table and its indexes are written anew.",
     .lock = rewritten,
     .safe_way = "Make a new table of the wanted kind, copy in batches, swap",
     .cost = Cost::by_rows,
     .check = set_logged},
    {.id = "set-tablespace",
     .title = "moves a table to another tablespace",
     .reason = "The whole table is copied.",
     .lock = "ACCESS EXCLUSIVE on the table while it is copied: nobody reads or writes",
     .safe_way = "pg_repack --tablespace, which works beside readers and writers",
     .cost = Cost::by_rows,
     .check = set_tablespace},
    {.id = "set-access-method",
     .title = "sets a table's access method",
     .reason = "The whole table is written anew.",
     .lock = rewritten,
     .safe_way = "Make a new table with the access method, copy in batches, swap",
     .cost = Cost::by_rows,
     .first_version = 15,
     .check = set_access_method},
    {.id = "set-expression",
     .title = "changes a generated column's expression",
     .reason = "Each row is computed and written anew.",
     .lock = rewritten,
     .safe_way = "Add a second column, fill it in batches, move the application over, drop the first",
     .cost = Cost::by_rows,
     .first_version = 17,
     .check = set_expression},
    {.id = "vacuum-full",
     .title = "runs VACUUM FULL",
     .reason = "The whole table and its indexes are written anew.",
     .lock = rewritten,
     .safe_way = "VACUUM; makes room for new rows without it. To give space back, pg_repack or pg_squeeze work beside "
                 "readers and writers",
     .cost = Cost::by_rows,
     .check = vacuum_full},
    {.id = "cluster",
     .title = "runs CLUSTER",
     .reason = "The whole table and its indexes are written anew.",
     .lock = rewritten,
     .safe_way = "pg_repack --order-by, which works beside readers and writers",
     .cost = Cost::by_rows,
     .check = cluster},
    {.id = "refresh-view",
     .title = "refreshes a materialized view without CONCURRENTLY",
     .reason = "Nobody reads the view while its query runs, however long.",
     .lock = "ACCESS EXCLUSIVE on the view while its query runs: nobody reads",
     .safe_way = "REFRESH MATERIALIZED VIEW CONCURRENTLY v; it needs a unique index on plain columns",
     .cost = Cost::by_rows,
     .check = refresh_view},
    {.id = "lock-table",
     .title = "locks a table against writers or readers",
     .reason = "The lock is kept to the end of the transaction, whatever comes in between.",
     .lock = "The mode that it names, to the end of the transaction",
     .safe_way = "Leave it out: each statement takes the lock that it needs. To move data, batches with SELECT … FOR "
                 "UPDATE lock the rows alone",
     .check = lock_table},
    {.id = "create-table-as",
     .title = "fills a new table from a query",
     .reason = "The transaction lasts as long as the copy; VACUUM cleans up nothing newer meanwhile, in the whole "
               "database, and what else the file has locked stays locked.",
     .lock = "ACCESS SHARE on the tables that are read, while they are copied",
     .safe_way = "Create the table empty, and fill it in batches outside of the migration",
     .level = Level::warn,
     .check = create_table_as},
});

}  // namespace

std::span<const Rule> rewrite_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
