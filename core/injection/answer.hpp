#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/annotations/finding.hpp"

namespace chandler::core::injection {

bool refuses(const std::vector<annotations::Finding>& findings);

// Each finding once, in the order of its first appearance.
std::vector<annotations::Finding> without_repeats(std::vector<annotations::Finding> findings);

// The findings that do not refuse, one line each. The API server cuts warnings when all together exceed
// 4,096 bytes, so that of many the rest is counted in the last one.
std::vector<std::string> warnings_of(const std::vector<annotations::Finding>& findings);

// The findings that refuse, in full, a line each. `kind`: of the object, "Pod".
std::string denial_of(std::string_view kind, const std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::injection
