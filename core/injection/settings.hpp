#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chandler::core::injection {

enum class RunAsUser : std::uint8_t {
  numeric,    // the container's own or the pod's if not root, else `fallback_user`
  leave_out,  // set none: OpenShift assigns one from the namespace's range
};

// Kubernetes quantities as text, "10m", "64Mi". Annotations override each on its own.
struct Resources {
  std::string cpu_request = "10m";
  std::string cpu_limit = "500m";
  std::string memory_request = "32Mi";
  std::string memory_limit = "256Mi";
};

struct ClusterFeatures {
  // Volumes of type `image` (oci: sources). Where they are off, the API server drops them silently:
  // sources that need them are refused.
  bool image_volumes = false;
  // Chandler's controller runs: it makes the CronJobs that annotations ask for.
  bool controller = true;
};

// What the installation decides, the same for every request. Copied into each worker; immutable.
struct Settings {
  std::string image;                               // of every container that needs no foreign image
  std::string image_pull_policy = "IfNotPresent";  // Always, IfNotPresent or Never
  Resources resources;
  RunAsUser run_as_user = RunAsUser::numeric;
  std::int64_t fallback_user = 65532;
  ClusterFeatures cluster;
  std::vector<std::string> excluded_namespaces{"kube-system"};  // and the release's own
};

}  // namespace chandler::core::injection
