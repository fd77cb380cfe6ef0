#pragma once

#include <string>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::text {

inline constexpr std::string_view every_prefix = "@every ";

// A schedule that Kubernetes' CronJob controller takes (robfig/cron v3, standard parser): five fields
// with *, ?, lists, ranges, steps, JAN–DEC and SUN–SAT, or @yearly … @hourly, or "@every 5m". Time zones
// inside ("CRON_TZ=…") are refused there, and here. The result is the schedule as written.
Parsed<std::string> parse_cron(std::string_view text);

}  // namespace chandler::core::text
