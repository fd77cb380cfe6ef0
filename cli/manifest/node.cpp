#include "cli/manifest/node.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

#include "cli/manifest/scalar.hpp"

namespace chandler::cli::manifest {
namespace {

template <typename Json>
Json convert(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return node.plain ? Json(resolve(node.text)) : Json(node.text);
    case Node::Kind::sequence: {
      Json array = Json::array();
      for (const Node& item : node.items) array.push_back(convert<Json>(item));
      return array;
    }
    case Node::Kind::mapping: {
      Json object = Json::object();
      for (const Member& member : node.members) object.emplace(member.key, convert<Json>(member.value));
      return object;
    }
  }
  std::unreachable();
}

Node text_node(const std::string& text) {
  return {.kind = Node::Kind::scalar, .text = text, .plain = reads_as_text(text), .items = {}, .members = {}};
}

template <typename Json>
Node build(const Json& value) {
  Node node;
  if (value.is_object()) {
    node.kind = Node::Kind::mapping;
    for (const auto& [key, member] : value.items()) node.members.push_back({key, reads_as_text(key), build(member)});
    // Sorted keys say nothing about how a person would write them; a thing's name leads.
    if constexpr (std::is_same_v<Json, nlohmann::json>) {
      std::ranges::stable_partition(node.members, [](const Member& member) { return member.key == "name"; });
    }
  } else if (value.is_array()) {
    node.kind = Node::Kind::sequence;
    for (const Json& item : value) node.items.push_back(build(item));
  } else if (value.is_string()) {
    return text_node(value.template get_ref<const std::string&>());
  } else {
    node.text = value.dump();
  }
  return node;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto member = std::ranges::find(members, key, &Member::key);
  return member == members.end() ? nullptr : &member->value;
}

Node* Node::find(std::string_view key) {
  const auto member = std::ranges::find(members, key, &Member::key);
  return member == members.end() ? nullptr : &member->value;
}

nlohmann::json to_json(const Node& node) {
  return convert<nlohmann::json>(node);
}
nlohmann::ordered_json to_ordered_json(const Node& node) {
  return convert<nlohmann::ordered_json>(node);
}
Node from_json(const nlohmann::json& value) {
  return build(value);
}
Node from_json(const nlohmann::ordered_json& value) {
  return build(value);
}

}  // namespace chandler::cli::manifest
