#include "init/migrate/lint/tree/node.hpp"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

namespace chandler::migrate::lint {
namespace {

using nlohmann::json;

// Kinds are written as types are, fields as variables are: {"relation": {…}} has no kind.
bool is_kind(std::string_view key) {
  return !key.empty() && key.front() >= 'A' && key.front() <= 'Z';
}

const json* member(const json* object, const char* name) {
  if (object == nullptr || !object->is_object()) return nullptr;
  const auto found = object->find(name);
  return found == object->end() ? nullptr : &*found;
}

void walk_json(const json& value, const Node::Visit& visit) {
  if (value.is_array()) {
    for (const json& each : value) walk_json(each, visit);
    return;
  }
  if (!value.is_object()) return;
  for (auto each = value.begin(); each != value.end(); ++each) {
    if (is_kind(each.key()) && !visit(each.key(), Node(*each))) continue;
    walk_json(*each, visit);
  }
}

void collect(const json& value, std::string_view name, std::vector<std::string_view>& out) {
  if (value.is_array()) {
    for (const json& each : value) collect(each, name, out);
  }
  if (!value.is_object()) return;
  for (auto each = value.begin(); each != value.end(); ++each) {
    if (each.key() == name && each->is_string()) out.emplace_back(each->get_ref<const std::string&>());
    collect(*each, name, out);
  }
}

}  // namespace

Node::Node(const json& value) : json_(&value) {}

std::string_view Node::kind() const {
  if (json_ == nullptr || !json_->is_object() || json_->size() != 1) return {};
  const std::string& key = json_->begin().key();
  return is_kind(key) ? std::string_view(key) : std::string_view();
}

Node Node::body() const {
  return kind().empty() ? Node() : Node(*json_->begin());
}

Node Node::as(std::string_view wanted) const {
  return kind() == wanted ? body() : Node();
}

Node Node::field(const char* name) const {
  const json* found = member(json_, name);
  return found == nullptr ? Node() : Node(*found);
}

std::vector<Node> Node::list(const char* name) const {
  std::vector<Node> out;
  const json* found = member(json_, name);
  if (found == nullptr || !found->is_array()) return out;
  for (const json& each : *found) out.emplace_back(each);
  return out;
}

std::string_view Node::text(const char* name) const {
  const json* found = member(json_, name);
  return found != nullptr && found->is_string() ? std::string_view(found->get_ref<const std::string&>())
                                                : std::string_view();
}

long Node::number(const char* name) const {
  const json* found = member(json_, name);
  return found != nullptr && found->is_number_integer() ? found->get<long>() : 0;
}

bool Node::flag(const char* name) const {
  const json* found = member(json_, name);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::size_t Node::location() const {
  return static_cast<std::size_t>(std::max(number("location"), 0L));
}

void Node::walk(const Visit& visit) const {
  if (json_ != nullptr) walk_json(*json_, visit);
}

std::vector<std::string_view> Node::all_text(std::string_view name) const {
  std::vector<std::string_view> out;
  if (json_ != nullptr) collect(*json_, name, out);
  return out;
}

std::vector<std::string_view> words_of(const std::vector<Node>& list) {
  std::vector<std::string_view> out;
  for (const Node& each : list) {
    if (const Node word = each.as("String"); word.present()) out.push_back(word.text("sval"));
  }
  return out;
}

Node option_of(const std::vector<Node>& options, std::string_view name) {
  for (const Node& each : options) {
    if (const Node option = each.as("DefElem"); option.text("defname") == name) return option;
  }
  return {};
}

bool option_on(const std::vector<Node>& options, std::string_view name) {
  const Node option = option_of(options, name);
  if (!option.present()) return false;
  const Node value = option.field("arg");
  if (!value.present()) return true;
  const std::string_view word = value.as("String").text("sval");
  return word == "true" || word == "on" || value.as("Boolean").flag("boolval") ||
         value.as("Integer").number("ival") == 1;
}

}  // namespace chandler::migrate::lint
