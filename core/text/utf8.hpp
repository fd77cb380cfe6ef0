#pragma once

#include <cstddef>
#include <string_view>

namespace chandler::core::text {

// Bytes of the well-formed UTF-8 sequence at the front of a text that is not empty (RFC 3629), 0 when there
// is none.
std::size_t utf8_sequence(std::string_view text);

// Whether a byte of well-formed UTF-8 begins a character: all but the first byte of one are 10xxxxxx.
constexpr bool starts_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

}  // namespace chandler::core::text
