#pragma once

#include <compare>
#include <format>
#include <string>

#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::controller {

// What there is work for: a workload, whether it exists or not.
struct WorkloadKey {
  std::string kind;  // "Deployment", "StatefulSet" or "DaemonSet"
  platform::kubernetes::objects::ObjectKey key;

  auto operator<=>(const WorkloadKey&) const = default;
};

// "Deployment apps/menu"
inline std::string display(const WorkloadKey& workload) {
  return std::format("{} {}", workload.kind, platform::kubernetes::objects::display(workload.key));
}

}  // namespace chandler::controller
