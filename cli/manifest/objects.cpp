#include "cli/manifest/objects.hpp"

#include <format>
#include <string_view>

namespace chandler::cli::manifest {
namespace {

std::string text_at(const Node* node, std::string_view key) {
  const Node* found = node == nullptr ? nullptr : node->find(key);
  return found == nullptr || found->kind != Node::Kind::scalar ? std::string() : found->text;
}

bool visit_object(Node& object, const std::function<bool(Node&)>& visit) {
  if (object.kind != Node::Kind::mapping) return false;
  Node* items = object.find("items");
  const bool list =
      text_at(&object, "kind").ends_with("List") && items != nullptr && items->kind == Node::Kind::sequence;
  if (!list) return visit(object);
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
  for (Document& document : stream.documents) document.changed = visit_object(document.root, visit) || document.changed;
}

}  // namespace chandler::cli::manifest
