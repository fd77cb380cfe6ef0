#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::platform::kubernetes::objects {

// A pod as one of a workload's.
struct Replica {
  Metadata metadata;
  std::optional<Microtime> created;
  bool ready = false;
  bool ended = false;         // Succeeded or Failed: its controller counts it no more
  std::string template_hash;  // of a Deployment's: pod-template-hash

  bool operator==(const Replica&) const = default;
};

std::optional<Replica> read_replica(const nlohmann::json& pod);

// What a workload says of its pods.
struct ReplicaSetting {
  std::int64_t wanted = 1;
  std::string selector;  // of a list
};

// `kind`: Deployment, StatefulSet or DaemonSet.
ReplicaSetting read_replica_setting(const nlohmann::json& workload, std::string_view kind);

// Whether the pod is that workload's: several may match one selector.
bool is_replica_of(const Replica& replica, std::string_view kind, const Metadata& workload);

}  // namespace chandler::platform::kubernetes::objects
