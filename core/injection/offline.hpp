#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/injection/reason.hpp"
#include "core/injection/settings.hpp"

// Injection into manifests, with no cluster: what `chandler inject` and `uninject` do.
namespace chandler::core::injection {

struct OfflineResult {
  Reason reason = Reason::not_labelled;
  std::string patch;  // of the whole object, or empty
  std::vector<annotations::Finding> findings;
  annotations::ProvisionSpec spec;  // what a labelled workload asks for; empty for all others and when refused
};

// Puts into a pod, or straight into a workload's pod template, what its pods would get from the webhook
// on creation. A workload's own label and directives count as if they had been copied; they are not
// copied, so that uninject finds the manifest as it was.
OfflineResult inject(const nlohmann::json& object, std::string_view kind, std::string_view namespace_name,
                     const Settings& settings);

// Takes everything of ours out of a pod or a pod template; label and annotations stay.
OfflineResult uninject(const nlohmann::json& object, std::string_view kind);

}  // namespace chandler::core::injection
