#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace chandler::tests {

// What the restricted Pod Security Standard (1.34) has against one container, and against the volumes that
// a pod has more than another.
std::vector<std::string> restricted_violations(const nlohmann::json& container);
bool restricted_allows_volume(const nlohmann::json& volume);

}  // namespace chandler::tests
