#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::text {

// A decimal whole number between the bounds, both included; no sign, no blank.
Parsed<std::int64_t> parse_whole(std::string_view text, std::int64_t least, std::int64_t most);

// Digits, one at least.
bool is_digits(std::string_view text);

Parsed<std::uint16_t> parse_port(std::string_view text);

struct Percentage {
  double percent = 0;  // 0 to 100

  friend bool operator==(const Percentage&, const Percentage&) = default;
};

// "10%", "0.5%"; the sign is part of it.
Parsed<Percentage> parse_percentage(std::string_view text);

// One of a closed list; the result points into the list.
Parsed<std::string_view> parse_choice(std::string_view text, std::span<const std::string_view> choices);

}  // namespace chandler::core::text
