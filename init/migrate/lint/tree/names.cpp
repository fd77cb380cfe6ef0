#include "init/migrate/lint/tree/names.hpp"

#include <algorithm>

#include "platform/postgres/quote.hpp"

namespace chandler::migrate::lint {

using platform::postgres::quote_identifier;

bool same_object(const Name& a, const Name& b) {
  return a.name == b.name && (a.schema.empty() || b.schema.empty() || a.schema == b.schema);
}

std::string identifier(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  const bool bare = !name.empty() && !(name.front() >= '0' && name.front() <= '9') && std::ranges::all_of(name, plain);
  return bare ? std::string(name) : quote_identifier(name);
}

std::string identifiers(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& each : names) out += (out.empty() ? "" : ", ") + identifier(each);
  return out;
}

std::string Name::text() const {
  return schema.empty() ? identifier(name) : identifier(schema) + '.' + identifier(name);
}

Name relation_name(Node range_var) {
  return {std::string(range_var.text("schemaname")), std::string(range_var.text("relname"))};
}

Name qualified_name(const std::vector<Node>& strings) {
  const auto words = words_of(strings);
  if (words.empty()) return {};
  return {words.size() > 1 ? std::string(words[words.size() - 2]) : std::string(), std::string(words.back())};
}

Name dropped_name(Node object) {
  if (object.kind() == "List") return qualified_name(object.body().list("items"));
  if (object.kind() == "TypeName") return qualified_name(object.body().list("names"));
  return {{}, std::string(object.as("String").text("sval"))};
}

}  // namespace chandler::migrate::lint
