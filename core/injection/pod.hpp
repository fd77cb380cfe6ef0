#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::injection {

enum class PodOutcome : std::uint8_t {
  provisioned,  // holds all that it should
  nothing,      // should hold nothing of ours
  refused,      // left as it was
};

// Whether our containers can run in such a pod at all, and their names are free.
void check_pod(const nlohmann::json& pod_spec, std::vector<annotations::Finding>& findings);

// Brings the spec of a pod (or of a pod template) to what `spec` asks for; our containers and volumes that
// it no longer asks for are taken out. Left untouched when a finding refuses.
PodOutcome provision_pod(nlohmann::json& pod_spec, const annotations::ProvisionSpec& spec,
                         std::span<const std::string_view> claim_volumes, const Settings& settings,
                         std::vector<annotations::Finding>& findings);

// Takes everything of ours out.
void strip_pod(nlohmann::json& pod_spec);

}  // namespace chandler::core::injection
