#include "cli/manifest/objects.hpp"

#include <format>
#include <string_view>
#include <vector>

namespace chandler::cli::manifest {
namespace {

std::string text_at(const Node* node, std::string_view key) {
  const Node* found = node == nullptr ? nullptr : node->find(key);
  return found == nullptr || found->kind != Node::Kind::scalar ? std::string() : found->text;
}

// The items of a List; null for any other object.
Node* items_of(Node& object) {
  Node* items = object.find("items");
  const bool list =
      text_at(&object, "kind").ends_with("List") && items != nullptr && items->kind == Node::Kind::sequence;
  return list ? items : nullptr;
}

bool visit_object(Node& object, const std::function<bool(Node&)>& visit) {
  if (object.kind != Node::Kind::mapping) return false;
  Node* items = items_of(object);
  if (items == nullptr) return visit(object);
  bool changed = false;
  for (Node& item : items->items) changed = visit_object(item, visit) || changed;
  return changed;
}

}  // namespace

Identity identify(const Node& object) {
  const Node* metadata = object.find("metadata");
  Identity identity{text_at(&object, "kind"), text_at(metadata, "name"), text_at(metadata, "namespace")};
  if (identity.name.empty()) identity.name = text_at(metadata, "generateName");
  if (identity.namespace_name.empty()) identity.namespace_name = "default";
  return identity;
}

std::string display_name(const Identity& identity) {
  return std::format("{}/{}", identity.kind, identity.name);
}

void for_each_object(Stream& stream, const std::function<bool(Node& object)>& visit) {
  for (Document& document : stream.documents) for_each_object(document, visit);
}

void for_each_object(Document& document, const std::function<bool(Node&)>& visit) {
  document.changed = visit_object(document.root, visit) || document.changed;
}

void remove_objects(Stream& stream, const std::function<bool(const Node&)>& unwanted) {
  const auto is_object = [](const Node& node) { return node.kind == Node::Kind::mapping; };
  std::erase_if(stream.documents,
                [&](const Document& document) { return is_object(document.root) && unwanted(document.root); });
  for (Document& document : stream.documents) {
    Node* items = items_of(document.root);
    if (items == nullptr) continue;
    const auto gone = std::erase_if(items->items, [&](const Node& item) { return is_object(item) && unwanted(item); });
    document.changed = document.changed || gone > 0;
  }
}

}  // namespace chandler::cli::manifest
