#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chandler::core::text {

// One line of valid UTF-8 of at most `bytes`: control characters become spaces (runs of them one),
// invalid bytes U+FFFD, and what is cut off ends in "…".
std::string one_line(std::string_view text, std::size_t bytes);

}  // namespace chandler::core::text
