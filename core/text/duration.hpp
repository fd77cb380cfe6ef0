#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::text {

// "500ms", "5s", "1m30s", "2h": whole numbers with a unit each, largest unit first. Zero is "0s".
Parsed<std::chrono::milliseconds> parse_duration(std::string_view text);

// With the largest unit that divides it: 90 s is "90s", 120 s is "2m".
std::string to_text(std::chrono::milliseconds duration);

}  // namespace chandler::core::text
