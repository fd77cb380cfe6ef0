#include "platform/kubernetes/objects/lease.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {

using nlohmann::json;

std::optional<Lease> read_lease(const json& object) {
  auto metadata = read_metadata(object);
  if (!metadata) return std::nullopt;
  return Lease{.key = std::move(metadata->key),
               .resource_version = std::move(metadata->resource_version),
               .holder = text(object, {"spec", "holderIdentity"}),
               .duration = std::chrono::seconds(number(object, {"spec", "leaseDurationSeconds"}).value_or(0)),
               .transitions = number(object, {"spec", "leaseTransitions"}).value_or(0),
               .acquired = parse_time(text(object, {"spec", "acquireTime"})),
               .renewed = parse_time(text(object, {"spec", "renewTime"}))};
}

json to_json(const Lease& lease) {
  json metadata{{"name", lease.key.name}, {"namespace", lease.key.namespace_name}};
  if (!lease.resource_version.empty()) metadata["resourceVersion"] = lease.resource_version;
  json spec{{"holderIdentity", lease.holder},
            {"leaseDurationSeconds", lease.duration.count()},
            {"leaseTransitions", lease.transitions}};
  if (lease.acquired) spec["acquireTime"] = to_microtime(*lease.acquired);
  if (lease.renewed) spec["renewTime"] = to_microtime(*lease.renewed);
  return {{"apiVersion", "coordination.k8s.io/v1"},
          {"kind", "Lease"},
          {"metadata", std::move(metadata)},
          {"spec", std::move(spec)}};
}

}  // namespace chandler::platform::kubernetes::objects
