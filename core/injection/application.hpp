#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::injection {

// The container of the pod that `container` names, else the first that is no mesh's proxy. Null when the
// pod has none, or none of that name (with a finding; `needed`: an image: source depends on it).
const nlohmann::json* find_application(const nlohmann::json& pod_spec, const std::optional<std::string>& wanted,
                                       bool needed, std::vector<annotations::Finding>& findings);

// Whom our containers run as: the application's own user or the pod's if not root, else the settings'.
// nullopt: left to the cluster.
std::optional<std::int64_t> run_as_user(const nlohmann::json& pod_spec, const nlohmann::json* application,
                                        const Settings& settings);

}  // namespace chandler::core::injection
