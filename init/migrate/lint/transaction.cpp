#include "init/migrate/lint/transaction.hpp"

#include <algorithm>
#include <array>

#include "init/migrate/lint/tree/settings.hpp"

namespace chandler::migrate::lint {
namespace {

// PostgreSQL's AlterTableGetLockLevel: commands of ALTER TABLE that let readers pass.
bool lets_readers_pass(const AlterCommand& command) {
  static constexpr std::array<std::string_view, 17> weak{
      "AT_ValidateConstraint", "AT_SetStatistics",     "AT_SetOptions",    "AT_ResetOptions",    "AT_SetRelOptions",
      "AT_ResetRelOptions",    "AT_ClusterOn",         "AT_DropCluster",   "AT_AttachPartition", "AT_EnableTrig",
      "AT_EnableAlwaysTrig",   "AT_EnableReplicaTrig", "AT_EnableTrigAll", "AT_EnableTrigUser",  "AT_DisableTrig",
      "AT_DisableTrigAll",     "AT_DisableTrigUser"};
  if (std::ranges::contains(weak, command.kind)) return true;
  if (command.kind == "AT_DetachPartition") return command.definition.as("PartitionCmd").flag("concurrent");
  if (command.kind != "AT_AddConstraint") return false;
  return read_constraint(command.definition.as("Constraint")).kind == ConstraintKind::foreign_key;
}

std::vector<Name> relations(const std::vector<Node>& list) {
  std::vector<Name> out;
  out.reserve(list.size());
  for (const Node& each : list) out.push_back(relation_name(each.as("RangeVar")));
  return out;
}

// LOCK TABLE's modes are numbered as in PostgreSQL's storage/lockdefs.h.
constexpr long access_exclusive = 8;

std::vector<Name> dropped_relations(Node node) {
  static constexpr std::array<std::string_view, 4> types{"OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW",
                                                         "OBJECT_FOREIGN_TABLE"};
  std::vector<Name> out;
  if (!std::ranges::contains(types, node.text("removeType"))) return out;
  for (const Node& object : node.list("objects")) out.push_back(dropped_name(object));
  return out;
}

// The tables whose triggers go.
std::vector<Name> untriggered_relations(Node node) {
  std::vector<Name> out;
  for (const Node& object : node.list("objects")) {
    auto items = object.as("List").list("items");
    if (items.size() > 1) items.pop_back();
    out.push_back(qualified_name(items));
  }
  return out;
}

}  // namespace

std::vector<Name> exclusively_locked(const Statement& statement) {
  const Node& node = statement.node;
  if (statement.alter_table) {
    if (statement.alter_table->object != "OBJECT_TABLE") return {};
    if (std::ranges::all_of(statement.alter_table->commands, lets_readers_pass)) return {};
    return {statement.alter_table->table};
  }
  if (statement.is("DropStmt")) {
    return node.text("removeType") == "OBJECT_TRIGGER" ? untriggered_relations(node) : dropped_relations(node);
  }
  if (statement.is("RenameStmt") || statement.is("AlterObjectSchemaStmt")) {
    const std::string_view type = node.text(statement.is("RenameStmt") ? "renameType" : "objectType");
    if (type == "OBJECT_TABLE" || type == "OBJECT_COLUMN") return {relation_name(node.field("relation"))};
  }
  if (statement.is("TruncateStmt")) return relations(node.list("relations"));
  if (statement.is("LockStmt") && node.number("mode") == access_exclusive) return relations(node.list("relations"));
  if (statement.is("ClusterStmt") && node.field("relation").present()) return {relation_name(node.field("relation"))};
  if (statement.is("RefreshMatViewStmt") && !node.flag("concurrent")) return {relation_name(node.field("relation"))};
  return {};
}

Transaction Transaction::next(bool as_block) const {
  return {.block = as_block,
          .encloses_file = encloses_file,
          .ends_uncommitted = ends_uncommitted,
          .lock_timeout_off = lock_timeout_off};
}

void Transaction::note(const Statement& statement, const Schema& schema) {
  for (Name& name : exclusively_locked(statement)) {
    if (schema.in_use(name) && !std::ranges::contains(exclusive, name)) exclusive.push_back(std::move(name));
  }
  if (const auto timeout = value_set(statement, "lock_timeout")) lock_timeout_off = is_zero(*timeout);
  if (statement.is("AlterEnumStmt") && statement.node.text("oldVal").empty()) {
    const Name type = qualified_name(statement.node.list("typeName"));
    const bool made_here = std::ranges::contains(schema.fresh_types, type.name, &Name::name);
    if (!made_here) added_values.push_back({type, std::string(statement.node.text("newVal"))});
  }
  for (const ConstraintKind kind : {ConstraintKind::check, ConstraintKind::foreign_key}) {
    for (const Constraint& each : statement.added_constraints(kind)) {
      if (each.not_valid) unvalidated.push_back({statement.alter_table->table, each.name});
    }
  }
  if (statement.is("DropStmt")) {
    for (Name& name : dropped_relations(statement.node)) dropped.push_back(std::move(name));
  }
}

}  // namespace chandler::migrate::lint
