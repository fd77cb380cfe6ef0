#include "init/migrate/lint/tree/type.hpp"

#include <algorithm>
#include <array>
#include <format>

namespace chandler::migrate::lint {
namespace {

// timestamp(3) to timestamp(6) or to timestamp; never narrower.
bool widens(const std::vector<long>& from, const std::vector<long>& to) {
  return to.empty() || (!from.empty() && to.front() >= from.front());
}

bool widens_numeric(const std::vector<long>& from, const std::vector<long>& to) {
  if (to.empty()) return true;
  const auto scale = [](const std::vector<long>& modifiers) { return modifiers.size() > 1 ? modifiers[1] : 0; };
  return !from.empty() && to.front() >= from.front() && scale(from) == scale(to);
}

}  // namespace

bool Type::serial() const {
  static constexpr std::array<std::string_view, 6> names{"serial",  "bigserial", "smallserial",
                                                         "serial4", "serial8",   "serial2"};
  return !array && name.schema.empty() && std::ranges::contains(names, name.name);
}

std::string Type::text() const {
  std::string out = name.text();
  for (std::size_t i = 0; i < modifiers.size(); ++i) out += std::format("{}{}", i == 0 ? "(" : ", ", modifiers[i]);
  if (!modifiers.empty()) out += ')';
  if (array) out += "[]";
  return out;
}

Type read_type(Node type_name) {
  Type out{.name = qualified_name(type_name.list("names")), .modifiers = {}, .array = false};
  if (out.name.schema == "pg_catalog") out.name.schema.clear();
  for (const Node& each : type_name.list("typmods")) {
    const Node constant = each.as("A_Const");
    if (constant.field("ival").present()) out.modifiers.push_back(constant.field("ival").number("ival"));
  }
  if (out.name.name == "interval") out.modifiers.clear();  // its fields, not a length
  out.array = !type_name.list("arrayBounds").empty();
  return out;
}

bool keeps_rows(const Type& from, const Type& to) {
  static constexpr std::array<std::string_view, 6> by_length{"varchar",     "varbit", "timestamp",
                                                             "timestamptz", "time",   "timetz"};
  if (from == to) return true;
  if (from.array || to.array || !from.name.schema.empty() || !to.name.schema.empty()) return false;
  if (from.name == to.name) {
    if (from.name.name == "numeric") return widens_numeric(from.modifiers, to.modifiers);
    return std::ranges::contains(by_length, from.name.name) && widens(from.modifiers, to.modifiers);
  }
  if (from.is("varchar") && to.is("text")) return true;
  if (from.is("text") && to.is("varchar")) return to.modifiers.empty();
  return from.is("cidr") && to.is("inet");
}

}  // namespace chandler::migrate::lint
