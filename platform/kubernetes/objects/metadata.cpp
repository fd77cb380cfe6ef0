#include "platform/kubernetes/objects/metadata.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {

using nlohmann::json;

std::string display(const ObjectKey& key) {
  return key.namespace_name.empty() ? key.name : std::format("{}/{}", key.namespace_name, key.name);
}

std::optional<Metadata> read_metadata(const json& object) {
  Metadata metadata{
      .key = {.namespace_name = text(object, {"metadata", "namespace"}), .name = text(object, {"metadata", "name"})},
      .uid = text(object, {"metadata", "uid"}),
      .resource_version = text(object, {"metadata", "resourceVersion"}),
      .controller = std::nullopt,
      .being_deleted = find(object, {"metadata", "deletionTimestamp"}) != nullptr,
      .created = parse_time(text(object, {"metadata", "creationTimestamp"}))};
  if (metadata.key.name.empty() || metadata.resource_version.empty()) return std::nullopt;
  for (const json& owner : list(object, {"metadata", "ownerReferences"})) {
    if (flag(owner, {"controller"}) != true) continue;
    metadata.controller =
        Controller{.kind = text(owner, {"kind"}), .name = text(owner, {"name"}), .uid = text(owner, {"uid"})};
  }
  return metadata;
}

}  // namespace chandler::platform::kubernetes::objects
