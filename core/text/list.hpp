#pragma once

#include <string_view>
#include <vector>

namespace chandler::core::text {

std::string_view trim(std::string_view text);

// "a, b" → {"a", "b"}: trimmed; an empty part stays, so that the caller can name it.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace chandler::core::text
