#include "sql/position.hpp"

#include <algorithm>

#include "core/text/utf8.hpp"

namespace chandler::sql {

using core::text::starts_character;

Place place_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {.line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1,
          .column = static_cast<std::size_t>(std::ranges::count_if(before.substr(line_start), starts_character)) + 1};
}

std::size_t byte_of_character(std::string_view text, std::size_t character) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (starts_character(text[at]) && seen++ == character) return at;
  }
  return text.size();
}

}  // namespace chandler::sql
