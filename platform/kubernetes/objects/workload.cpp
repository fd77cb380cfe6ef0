#include "platform/kubernetes/objects/workload.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {
namespace {

using nlohmann::json;

// Kubernetes counts rollouts in it.
constexpr const char* revision = "deployment.kubernetes.io/revision";
constexpr const char* last_applied = "kubectl.kubernetes.io/last-applied-configuration";

}  // namespace

std::optional<Workload> read_workload(const json& object, std::string_view kind) {
  auto metadata = read_metadata(object);
  if (!metadata) return std::nullopt;
  json definition{{"kind", kind}, {"metadata", json::object()}};
  for (const char* member : {"name", "namespace", "labels", "annotations"}) {
    if (const json* found = find(object, {"metadata", member})) definition["metadata"][member] = *found;
  }
  if (const auto annotations = definition["metadata"].find("annotations");
      annotations != definition["metadata"].end() && annotations->is_object()) {
    annotations->erase(revision);
    annotations->erase(last_applied);
  }
  if (const json* spec = find(object, {"spec"}); spec != nullptr && spec->is_object()) {
    definition["spec"] = *spec;
    definition["spec"].erase("replicas");  // an autoscaler's
  }
  return Workload{.kind = std::string(kind),
                  .metadata = *std::move(metadata),
                  .definition = definition.dump(-1, ' ', false, json::error_handler_t::replace)};
}

json definition_of(const Workload& workload) {
  return json::parse(workload.definition);
}

}  // namespace chandler::platform::kubernetes::objects
