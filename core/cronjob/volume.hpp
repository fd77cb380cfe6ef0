#pragma once

#include <span>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/source.hpp"
#include "core/injection/source_mount.hpp"

namespace chandler::core::cronjob {

// The volumes of the application's pod that `volume:` sources name, for a pod of our own: once each. One whose content
// is the pod's alone (an emptyDir, an ephemeral volume, a claim made for each pod) adds a finding that refuses.
std::vector<nlohmann::json> shared_volumes(std::span<const annotations::Source> sources,
                                           const injection::SourceContext& context,
                                           std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::cronjob
