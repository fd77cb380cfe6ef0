#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chandler::core::text {

// "1 file", "2 files": for words whose plural ends in s.
std::string counted(std::size_t count, std::string_view word);

}  // namespace chandler::core::text
