#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/injection/part.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::injection {

// The containers that a pod should hold of ours. `claim_volumes`: that the pod will have besides those in its
// spec. A plan with a finding of severity `refuse` is not to be carried out.
Plan make_plan(const annotations::ProvisionSpec& spec, const nlohmann::json& pod_spec,
               std::span<const std::string_view> claim_volumes, const Settings& settings,
               std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::injection
