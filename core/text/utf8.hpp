#pragma once

#include <cstddef>
#include <string_view>

namespace chandler::core::text {

// Bytes of the well-formed UTF-8 sequence at the front of a text that is not empty (RFC 3629), 0 when there
// is none.
std::size_t utf8_sequence(std::string_view text);

}  // namespace chandler::core::text
