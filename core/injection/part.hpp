#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/injection/container.hpp"
#include "core/injection/settings.hpp"
#include "core/injection/source_mount.hpp"

// What the pods of workloads and those of CronJobs are put together from.
namespace chandler::core::injection {

// A step and the volumes it brings into the pod.
struct Part {
  Step step;
  std::vector<nlohmann::json> volumes;
  bool in_application_image = false;
  bool beside = false;  // runs while the application does, and not before; a native sidecar is started before
};

// What a pod should hold of ours.
struct Plan {
  std::vector<nlohmann::json> containers;  // in the order in which they are started, one after the other
  std::vector<nlohmann::json> sidecars;    // beside the application's own
  std::vector<nlohmann::json> volumes;
};

// A step that brings tables up to `sources`: `command` is "load" or "refresh", of which its container, volumes and
// folders are named. `spec` has to outlive the part.
Part data_part(std::string_view container, std::string_view command, const std::vector<annotations::Source>& sources,
               const annotations::ProvisionSpec& spec, const SourceContext& context,
               std::vector<annotations::Finding>& findings);

// A step on the migrations of `spec`, which has to name their source: `command` ("migrate"), that source and its
// layout. `spec` has to outlive the part.
Part schema_part(std::string_view container, std::vector<std::string> command, const annotations::ProvisionSpec& spec,
                 const SourceContext& context, std::vector<annotations::Finding>& findings);

struct Surroundings {
  const nlohmann::json& spec;         // the application's pod
  const nlohmann::json* application;  // its container, or null
  bool token_mounted = true;          // the service account's, into containers that do not mask it
};

// The containers of these parts, and ahead of them the one that brings our program where a part runs in the
// application's image.
Plan assemble(std::vector<Part> parts, const annotations::ProvisionSpec::Containers& containers,
              const Surroundings& pod, const Settings& settings);

}  // namespace chandler::core::injection
