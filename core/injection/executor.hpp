#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/injection/part.hpp"

namespace chandler::core::injection {

// The sidecar that executes tasks; `spec`, which has to outlive the part, has to name its handler. What would have it
// end at once again, or in the application's way, adds a finding of severity `refuse`.
Part executor_part(const annotations::ProvisionSpec& spec, const nlohmann::json& pod_spec,
                   std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::injection
