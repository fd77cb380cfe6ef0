#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/read.hpp"

namespace chandler::core::injection {

// What the annotations on a labelled pod (or template) ask for. Adds findings about keys, values, and a
// label that nothing follows from.
annotations::Reading read_request(const nlohmann::json& metadata, std::vector<annotations::Finding>& findings);

// Findings about keys alone: for metadata whose directives are read from elsewhere.
void check_keys_of(const nlohmann::json& metadata, std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::injection
