#include "init/migrate/lint/tree/definitions.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace chandler::migrate::lint {
namespace {

ConstraintKind kind_of(std::string_view type) {
  using enum ConstraintKind;
  static constexpr std::array<std::pair<std::string_view, ConstraintKind>, 10> kinds{{{"CONSTR_NULL", null},
                                                                                      {"CONSTR_NOTNULL", not_null},
                                                                                      {"CONSTR_DEFAULT", default_value},
                                                                                      {"CONSTR_IDENTITY", identity},
                                                                                      {"CONSTR_GENERATED", generated},
                                                                                      {"CONSTR_CHECK", check},
                                                                                      {"CONSTR_PRIMARY", primary_key},
                                                                                      {"CONSTR_UNIQUE", unique},
                                                                                      {"CONSTR_EXCLUSION", exclusion},
                                                                                      {"CONSTR_FOREIGN", foreign_key}}};
  const auto found = std::ranges::find(kinds, type, &std::pair<std::string_view, ConstraintKind>::first);
  return found == kinds.end() ? other : found->second;
}

std::vector<std::string> strings(const std::vector<Node>& list) {
  std::vector<std::string> out;
  for (const std::string_view word : words_of(list)) out.emplace_back(word);
  return out;
}

}  // namespace

const Constraint* ColumnDefinition::find(ConstraintKind kind) const {
  const auto found = std::ranges::find(constraints, kind, &Constraint::kind);
  return found == constraints.end() ? nullptr : &*found;
}

Constraint read_constraint(Node body) {
  Constraint out{.kind = kind_of(body.text("contype")),
                 .name = std::string(body.text("conname")),
                 .columns = strings(body.list("keys")),
                 .not_valid = body.flag("skip_validation"),
                 .using_index = std::string(body.text("indexname")),
                 .expression = body.field("raw_expr"),
                 .target = {},
                 .target_columns = {},
                 .location = body.location()};
  if (out.kind == ConstraintKind::foreign_key) {
    out.columns = strings(body.list("fk_attrs"));
    out.target = relation_name(body.field("pktable"));
    out.target_columns = strings(body.list("pk_attrs"));
  }
  return out;
}

ColumnDefinition read_column(Node body) {
  ColumnDefinition out{.name = std::string(body.text("colname")),
                       .type = read_type(body.field("typeName")),
                       .constraints = {},
                       .collation = body.field("collClause"),
                       .converted_by = body.field("raw_default"),
                       .location = body.location()};
  for (const Node& each : body.list("constraints")) {
    Constraint constraint = read_constraint(each.as("Constraint"));
    if (constraint.columns.empty()) constraint.columns = {out.name};
    out.constraints.push_back(std::move(constraint));
  }
  return out;
}

AlterCommand read_command(Node body) {
  AlterCommand out{.kind = body.text("subtype"),
                   .name = std::string(body.text("name")),
                   .definition = body.field("def"),
                   .cascade = body.text("behavior") == "DROP_CASCADE",
                   .if_exists = body.flag("missing_ok")};
  out.location = out.definition.body().location();
  return out;
}

std::vector<std::string> proven_not_null(Node expression) {
  if (const Node all = expression.as("BoolExpr"); all.text("boolop") == "AND_EXPR") {
    std::vector<std::string> out;
    for (const Node& each : all.list("args")) {
      for (std::string& name : proven_not_null(each)) out.push_back(std::move(name));
    }
    return out;
  }
  const Node test = expression.as("NullTest");
  if (test.text("nulltesttype") != "IS_NOT_NULL") return {};
  const auto words = words_of(test.field("arg").as("ColumnRef").list("fields"));
  if (words.empty()) return {};
  return {std::string(words.back())};
}

}  // namespace chandler::migrate::lint
