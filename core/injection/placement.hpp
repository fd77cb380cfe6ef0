#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/order.hpp"

namespace chandler::core::injection {

// A proxy or agent that runs beside the application, by the name its injector gives it.
bool is_mesh_proxy(std::string_view container);

// How many of the pod's own init containers come before ours; `others` is the list without ours, so that
// the answer is the same however often, and after whichever other webhook, it is asked.
std::size_t place(std::span<const nlohmann::json* const> others, const annotations::Order& order,
                  std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::injection
