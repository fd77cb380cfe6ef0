#pragma once

#include <array>
#include <string_view>

// What the directives of CronJobs have in common.
namespace chandler::core::annotations {

inline constexpr std::array<std::string_view, 2> restart_policies{"Never", "OnFailure"};

}  // namespace chandler::core::annotations
