#include "init/migrate/lint/tree/settings.hpp"

namespace chandler::migrate::lint {
namespace {

std::string constant(Node value) {
  const Node body = value.as("A_Const");
  if (body.field("sval").present()) return std::string(body.field("sval").text("sval"));
  return std::to_string(body.field("ival").number("ival"));
}

std::optional<std::string> by_set_config(Node select, std::string_view setting) {
  std::optional<std::string> out;
  for (const Node& target : select.list("targetList")) {
    const Node call = target.as("ResTarget").field("val").as("FuncCall");
    const auto words = words_of(call.list("funcname"));
    const auto arguments = call.list("args");
    if (words.empty() || words.back() != "set_config" || arguments.size() < 2) continue;
    if (constant(arguments[0]) == setting) out = constant(arguments[1]);
  }
  return out;
}

}  // namespace

std::optional<std::string> value_set(const Statement& statement, std::string_view setting) {
  if (statement.is("SelectStmt")) return by_set_config(statement.node, setting);
  if (!statement.is("VariableSetStmt")) return std::nullopt;
  if (statement.node.text("kind") == "VAR_RESET_ALL") return std::string();
  if (statement.node.text("name") != setting) return std::nullopt;
  const auto values = statement.node.list("args");
  return values.empty() ? std::string() : constant(values.front());
}

bool is_zero(std::string_view timeout) {
  const std::size_t digits = timeout.find_first_not_of('0');
  return timeout.empty() ||
         (timeout.front() == '0' && (digits == std::string_view::npos ||
                                     timeout.substr(digits).find_first_of("123456789.") == std::string_view::npos));
}

}  // namespace chandler::migrate::lint
