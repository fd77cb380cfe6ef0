#include <algorithm>
#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"
#include "init/migrate/lint/tree/settings.hpp"
#include "init/migrate/lint/tree/syntax_version.hpp"

namespace chandler::migrate::lint {
namespace {

void outside_only(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.outside_transaction || !context.transaction().block) return;
  findings.add({.message = "PostgreSQL refuses it, for it runs in a transaction with the statements beside it"});
}

bool is_transaction(const Statement& statement, std::string_view kind) {
  return statement.is("TransactionStmt") && statement.node.text("kind") == kind;
}

void transaction_control(const Statement& statement, const Context& context, Findings& findings) {
  if (context.transaction().encloses_file) return;
  if (is_transaction(statement, "TRANS_STMT_BEGIN") || is_transaction(statement, "TRANS_STMT_START")) {
    findings.add({.message = "the file begins a transaction that does not hold all of it"});
  } else if (is_transaction(statement, "TRANS_STMT_ROLLBACK")) {
    findings.add({.message = "what stands before it in its transaction is undone"});
  }
}

void uncommitted(const Statement& statement, const Context& context, Findings& findings) {
  if (!is_transaction(statement, "TRANS_STMT_BEGIN") && !is_transaction(statement, "TRANS_STMT_START")) return;
  if (!context.transaction().ends_uncommitted) return;
  findings.add({.message = "nothing commits what follows"});
}

void several_locks(const Statement& statement, const Context& context, Findings& findings) {
  const auto& before = context.transaction().exclusive;
  if (!context.transaction().block || before.size() > 1) return;
  std::vector<Name> all = before;
  for (const Name& name : exclusively_locked(statement)) {
    if (context.existing(name) && !std::ranges::contains(all, name)) all.push_back(name);
  }
  if (all.size() < 2) return;
  findings.add(
      {.message = std::format("{} is locked until {} is had, and both until the end", all[0].text(), all[1].text())});
}

void lock_timeout_off(const Statement& statement, const Context& context, Findings& findings) {
  if (!context.transaction().lock_timeout_off) return;
  for (const Name& name : exclusively_locked(statement)) {
    const auto table = context.existing(name);
    if (!table) continue;
    findings.add({.message = std::format("it waits for {} without an end, and everybody waits behind it: lock_timeout "
                                         "was set to 0 above",
                                         table->name.text()),
                  .table = table});
  }
}

void statement_timeout_off(const Statement& statement, const Context& /*context*/, Findings& findings) {
  const auto value = value_set(statement, "statement_timeout");
  if (value && is_zero(*value)) findings.add({.message = "statements run without a limit from here on"});
}

void alter_system(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!statement.is("AlterSystemStmt")) return;
  findings.add(
      {.message = std::format("{} changes for the whole server", statement.node.field("setstmt").text("name"))});
}

void newer_syntax(const Statement& statement, const Context& context, Findings& findings) {
  const auto newest = newest_syntax(statement);
  if (!newest || newest->version <= context.server_version()) return;
  findings.add({.message = std::format("{} came with PostgreSQL {}, and the server is {}", newest->what,
                                       newest->version, context.server_version())});
}

void code_block(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (statement.is("DoStmt")) findings.add({.message = "what its code does is not judged"});
}

constexpr auto rules = std::to_array<Rule>({
    {.id = "cannot-run-in-transaction",
     .title = "runs a statement in a transaction that cannot be in one",
     .reason = "CREATE INDEX CONCURRENTLY, VACUUM, ALTER SYSTEM and the like run outside of transactions only.",
     .safe_way = "Put the statements that cannot run in a transaction into a file of their own, without BEGIN",
     .check = outside_only},
    {.id = "transaction-control",
     .title = "begins or ends transactions in mid-file",
     .reason = "Each file runs in one transaction with its row in the history. One that begins its own runs in pieces: "
               "killed between two of them, nobody can tell what was done.",
     .safe_way = "Leave BEGIN and COMMIT out, or put them around the whole file; make two files of two transactions",
     .level = Level::warn,
     .check = transaction_control},
    {.id = "uncommitted-transaction",
     .title = "begins a transaction and does not commit it",
     .reason = "What follows is undone when the session ends.",
     .safe_way = "Leave BEGIN out: each file runs in a transaction",
     .check = uncommitted},
    {.id = "several-locks",
     .title = "locks several tables in use in one transaction",
     .reason = "The first stays locked while the second is waited for, and two that lock in another order deadlock.",
     .lock = "ACCESS EXCLUSIVE on all of these tables to the end of the transaction",
     .safe_way = "A file for each table",
     .level = Level::warn,
     .check = several_locks},
    {.id = "lock-timeout-off",
     .title = "sets lock_timeout to 0 and then locks a table in use",
     .reason = "Chandler sets a short lock_timeout, and tries again, so that nobody queues up behind a migration that "
               "waits. The file takes that away.",
     .lock = "The wait for ACCESS EXCLUSIVE, which everybody else waits behind",
     .safe_way =
         "Leave SET lock_timeout out, or set a short one; chandler.dev/migrate-lock-timeout sets it for all files",
     .check = lock_timeout_off},
    {.id = "statement-timeout-off",
     .title = "sets statement_timeout to 0",
     .reason = "A statement that takes longer than it should is not stopped.",
     .safe_way = "Leave it out, or set one that fits; chandler.dev/migrate-statement-timeout sets it for all files",
     .level = Level::off,
     .check = statement_timeout_off},
    {.id = "alter-system",
     .title = "changes a setting of the whole server",
     .reason = "It holds for all databases of the server, and is kept outside of any backup of this one.",
     .safe_way = "ALTER DATABASE … SET, ALTER ROLE … SET, or the operator's own configuration",
     .level = Level::warn,
     .check = alter_system},
    {.id = "newer-syntax",
     .title = "uses what the server does not have yet",
     .reason = "The server refuses the statement. Its version is the database's own, or that of --postgres-version.",
     .safe_way = "Write it the older way, or upgrade the server first",
     .last_version = 16,
     .check = newer_syntax},
    {.id = "code-block",
     .title = "runs a DO block",
     .reason = "Lint reads statements, not the code of procedural languages.",
     .safe_way = "Plain statements, where they can say the same",
     .level = Level::off,
     .check = code_block},
});

}  // namespace

std::span<const Rule> transaction_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
