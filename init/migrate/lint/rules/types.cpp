#include <algorithm>
#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"

namespace chandler::migrate::lint {
namespace {

void enum_value_in_use(const Statement& statement, const Context& context, Findings& findings) {
  const auto& added = context.transaction().added_values;
  if (added.empty() || statement.is("AlterEnumStmt")) return;
  const Transaction::Value* used = nullptr;
  statement.node.walk([&](std::string_view kind, Node body) {
    if (kind != "A_Const" || !body.field("sval").present()) return used == nullptr;
    const auto found = std::ranges::find(added, body.field("sval").text("sval"), &Transaction::Value::label);
    if (found != added.end()) used = &*found;
    return false;
  });
  if (used == nullptr) return;
  findings.add({.message = std::format("'{}' was added to {} in this very transaction, and cannot be used before it is "
                                       "committed",
                                       used->label, used->type.text())});
}

void create_constrained_domain(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!statement.is("CreateDomainStmt")) return;
  const auto constraints = statement.node.list("constraints");
  const bool constrained = std::ranges::any_of(constraints, [](const Node& each) {
    const ConstraintKind kind = read_constraint(each.as("Constraint")).kind;
    return kind == ConstraintKind::check || kind == ConstraintKind::not_null;
  });
  if (!constrained) return;
  findings.add({.message = std::format("the constraints of {} can be changed only by reading all tables that use it",
                                       qualified_name(statement.node.list("domainname")).text())});
}

void alter_domain(const Statement& statement, const Context& /*context*/, Findings& findings) {
  if (!statement.is("AlterDomainStmt")) return;
  // PostgreSQL's letters: C adds a constraint, O sets NOT NULL.
  const std::string_view what = statement.node.text("subtype");
  const bool unchecked = what == "C" && statement.node.field("def").as("Constraint").flag("skip_validation");
  if ((what != "C" && what != "O") || unchecked) return;
  findings.add({.message = std::format("all tables with a column of {} are read",
                                       qualified_name(statement.node.list("typeName")).text())});
}

void alter_composite(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.alter_table || statement.alter_table->object != "OBJECT_TYPE") return;
  const Name& type = statement.alter_table->table;
  if (std::ranges::contains(context.schema().fresh_types, type.name, &Name::name)) return;
  for (const AlterCommand& command : statement.alter_table->commands) {
    const bool changes = command.kind == "AT_AlterColumnType" || command.kind == "AT_DropColumn";
    if (!changes && !command.cascade) continue;
    findings.add({.message = std::format("values of {} change under the old version{}", type.text(),
                                         command.cascade ? ", and tables of this type are altered with it" : "")});
  }
}

constexpr auto rules = std::to_array<Rule>({
    {.id = "enum-value-same-transaction",
     .title = "uses an enum's new value in the transaction that adds it",
     .reason = "PostgreSQL refuses it: unsafe use of new value. If the text only happens to be the same, silence this.",
     .safe_way = "ALTER TYPE … ADD VALUE in a file of its own, in front",
     .check = enum_value_in_use},
    {.id = "create-domain-constrained",
     .title = "creates a domain with constraints",
     .reason = "To change such a constraint later, all tables that use the domain are read; and adding a column of it "
               "rewrites the table.",
     .safe_way = "Use the base type, and CHECK constraints on the tables",
     .level = Level::warn,
     .check = create_constrained_domain},
    {.id = "alter-domain",
     .title = "adds a constraint to a domain that is not NOT VALID",
     .reason = "All tables with a column of the domain are read, at once.",
     .lock = "SHARE on each of these tables while they are read: writes wait, reads go on",
     .safe_way = "ALTER DOMAIN d ADD CONSTRAINT n CHECK (…) NOT VALID; and in the next file ALTER DOMAIN d VALIDATE "
                 "CONSTRAINT n;",
     .check = alter_domain},
    {.id = "alter-composite-type",
     .title = "changes or drops an attribute of a composite type",
     .reason = "Running code reads and writes values of the type as they were; CASCADE alters the tables of this type.",
     .lock = "ACCESS EXCLUSIVE on the tables of this type",
     .safe_way = "Make a second type, move columns and code over, drop the first",
     .level = Level::warn,
     .check = alter_composite},
});

}  // namespace

std::span<const Rule> type_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
