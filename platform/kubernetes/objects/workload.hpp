#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::platform::kubernetes::objects {

// A Deployment, StatefulSet or DaemonSet: what a person wrote of it. Its status, which changes with every pod, is not
// in it.
struct Workload {
  std::string kind;  // "Deployment"
  Metadata metadata;
  std::string definition;  // name, namespace, labels, annotations and spec, as JSON: a tenth of them parsed

  bool operator==(const Workload&) const = default;
};

// `kind` is not in the items of a list.
std::optional<Workload> read_workload(const nlohmann::json& object, std::string_view kind);

// The definition, as the API has it.
nlohmann::json definition_of(const Workload& workload);

}  // namespace chandler::platform::kubernetes::objects
