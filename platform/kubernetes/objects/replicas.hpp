#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/objects/pod.hpp"

namespace chandler::platform::kubernetes::objects {

// What a workload says of its pods.
struct Replicas {
  std::int64_t wanted = 1;
  std::string selector;  // of a list
};

// `kind`: Deployment, StatefulSet or DaemonSet.
Replicas read_replicas(const nlohmann::json& workload, std::string_view kind);

// Whether the pod is that workload's: several may match one selector.
bool is_replica_of(const Pod& pod, std::string_view kind, const Metadata& workload);

}  // namespace chandler::platform::kubernetes::objects
