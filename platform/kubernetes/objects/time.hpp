#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace chandler::platform::kubernetes::objects {

using Microtime = std::chrono::sys_time<std::chrono::microseconds>;

// Now, as this machine's clock has it: for what people and other machines read, never for how long something took.
Microtime wall_clock();

// meta/v1 Time and MicroTime: RFC 3339 in UTC, "2026-11-21T17:00:00Z" or "2026-11-21T17:00:00.123456Z".
std::optional<Microtime> parse_time(std::string_view text);

// With six digits behind the point, as MicroTime is.
std::string to_microtime(Microtime time);

// Without parts of a second, as Time is.
std::string to_time(Microtime time);

}  // namespace chandler::platform::kubernetes::objects
