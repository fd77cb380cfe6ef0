#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::annotations {

// Where our init containers stand among the pod's own.
struct Order {
  enum class Kind : std::uint8_t { automatic, first, last, after, before };

  Kind kind = Kind::automatic;
  std::string name;  // of the init container, for after and before
};

// auto, first, last, after=NAME, before=NAME.
text::Parsed<Order> parse_order(std::string_view text);

}  // namespace chandler::core::annotations
