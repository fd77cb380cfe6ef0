#include "core/text/counted.hpp"

#include <format>

namespace chandler::core::text {

std::string counted(std::size_t count, std::string_view word) {
  return std::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace chandler::core::text
