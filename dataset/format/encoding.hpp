#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chandler::dataset {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

enum class Encoding : std::uint8_t { utf8, utf16, utf32 };

// By the first bytes: a byte order mark, or, without one, the zero bytes between ASCII letters.
Encoding encoding_of(std::string_view head);

// A byte that is not UTF-8, for a person: `0xE9, which is "é" in Windows-1252`.
std::string describe_byte(unsigned char byte);

}  // namespace chandler::dataset
