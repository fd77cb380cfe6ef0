#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::platform::kubernetes::objects {

// provisions.chandler.dev/v1alpha1: what is known of one workload.
struct Provision {
  Metadata metadata;
  std::string kind;    // of the workload: "Deployment"
  std::string name;    // of the workload
  std::string status;  // as JSON, or empty

  bool operator==(const Provision&) const = default;
};

std::optional<Provision> read_provision(const nlohmann::json& object);

}  // namespace chandler::platform::kubernetes::objects
