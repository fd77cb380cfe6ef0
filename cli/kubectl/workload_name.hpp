#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "platform/kubernetes/resource.hpp"

namespace chandler::cli::kubectl {

// A kind of the API as people call it.
struct Kind {
  std::string_view kind;       // "Deployment"
  std::string_view plural;     // "deployments"
  std::string_view singular;   // "deployment"
  std::string_view shortened;  // "deploy"
  std::string_view group;      // "apps"
  bool provisioned = false;    // it can have a Provision, and Operations
};

// Those that the webhook looks at.
std::span<const Kind> kinds();

// Null: it is none of them. Case does not matter; "deployments.apps" and "deployments.v1.apps" are one, too.
const Kind* find_kind(std::string_view name);

struct WorkloadName {
  const Kind* kind = nullptr;  // never null once parsed; lives for ever
  std::string name;

  std::string display() const;  // "deployment/menu"
  platform::kubernetes::Resource in(std::string_view namespace_name) const;
};

enum class Accept : std::uint8_t {
  provisioned,  // Deployments, StatefulSets and DaemonSets
  all           // Jobs, CronJobs and Pods, too
};

// TYPE/NAME as kubectl takes it: deploy/menu, deployment/menu, deployments.apps/menu. Fails as wrong usage.
core::Expected<WorkloadName> parse_workload(std::string_view text, Accept accept = Accept::provisioned);

}  // namespace chandler::cli::kubectl
