#include <algorithm>
#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

namespace chandler::migrate::lint {
namespace {

void attach_partition(const Statement& statement, const Context& context, Findings& findings) {
  if (!context.altered(statement)) return;
  for (const AlterCommand* command : statement.commands("AT_AttachPartition")) {
    const auto partition = context.existing(relation_name(command->definition.as("PartitionCmd").field("name")));
    if (!partition) continue;
    // Which rows a check lets through is not judged: one that is validated is taken for the right one.
    const bool checked =
        partition->known != nullptr &&
        std::ranges::any_of(partition->known->checks, [](const Check& each) { return each.validated; });
    if (checked) continue;
    findings.add(
        {.message = std::format("all rows of {} are read to see that they belong there", partition->text()),
         .table = partition,
         .safe_way = std::format("ALTER TABLE {0} ADD CONSTRAINT n CHECK (what the partition holds) NOT VALID; "
                                 "in the next file ALTER TABLE {0} VALIDATE CONSTRAINT n; then attach it",
                                 partition->name.text())});
  }
}

void create_partition(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("CreateStmt") || !statement.node.field("partbound").present()) return;
  const auto parent = context.existing(statement.create_table->parent);
  if (!parent) return;
  findings.add({.message = std::format("readers and writers of {} wait while the partition is made", parent->text()),
                .safe_way = std::format("CREATE TABLE {0} (LIKE {1} INCLUDING ALL); then ALTER TABLE {1} ATTACH "
                                        "PARTITION {0} …; which lets readers and writers pass",
                                        statement.create_table->table.text(), parent->name.text())});
}

void detach_partition(const Statement& statement, const Context& context, Findings& findings) {
  const auto table = context.altered(statement);
  if (!table) return;
  for (const AlterCommand* command : statement.commands("AT_DetachPartition")) {
    const Node partition = command->definition.as("PartitionCmd");
    if (partition.flag("concurrent")) continue;
    const std::string name = relation_name(partition.field("name")).text();
    const bool possible = context.server_version() >= 14;
    findings.add(
        {.message = std::format("readers and writers of {} wait while {} is detached", table->name.text(), name),
         .table = table,
         .safe_way = possible ? std::format("ALTER TABLE {} DETACH PARTITION {} CONCURRENTLY; in a file of its own",
                                            table->name.text(), name)
                              : "PostgreSQL 13 has no CONCURRENTLY for it: keep --lock-timeout short",
         .level = possible ? Level::refuse : Level::warn});
  }
}

constexpr auto rules = std::to_array<Rule>({
    {.id = "attach-partition",
     .title = "attaches a partition without a check of its rows",
     .reason = "Unless a validated CHECK constraint proves that its rows belong there, all of them are read. A DEFAULT "
               "partition is read as well.",
     .lock = "ACCESS EXCLUSIVE on the partition while its rows are read; SHARE UPDATE EXCLUSIVE on the table",
     .safe_way =
         "Add a CHECK (…) NOT VALID that says what the partition holds, VALIDATE it in the next file, then attach",
     .cost = Cost::by_rows,
     .check = attach_partition},
    {.id = "create-partition",
     .title = "creates a table as a partition of one in use",
     .reason = "It waits for each query that reads the partitioned table, and whoever comes meanwhile waits behind it.",
     .lock = "ACCESS EXCLUSIVE on the partitioned table, for a moment",
     .safe_way = "CREATE TABLE p (LIKE t INCLUDING ALL); then ALTER TABLE t ATTACH PARTITION p …",
     .level = Level::warn,
     .check = create_partition},
    {.id = "detach-partition",
     .title = "detaches a partition without CONCURRENTLY",
     .reason = "It waits for each query that reads the partitioned table, and whoever comes meanwhile waits behind it.",
     .lock = "ACCESS EXCLUSIVE on the partitioned table, for a moment",
     .safe_way = "ALTER TABLE t DETACH PARTITION p CONCURRENTLY; in a file of its own (PostgreSQL 14)",
     .check = detach_partition},
});

}  // namespace

std::span<const Rule> partition_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
