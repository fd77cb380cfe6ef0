#include "init/migrate/statements/words.hpp"

#include <algorithm>

namespace chandler::migrate {
namespace {

bool same_letter(char a, char b) {
  return a == b || (a >= 'A' && a <= 'Z' && a + ('a' - 'A') == b);
}

}  // namespace

std::size_t find_word(std::string_view text, std::string_view word, Range part) {
  const std::string_view region = text.substr(0, part.end);
  const auto hit = std::ranges::search(region.substr(std::min(part.begin, part.end)), word, same_letter);
  return hit.empty() ? std::string_view::npos : static_cast<std::size_t>(hit.begin() - region.begin());
}

bool mentions(std::string_view text, std::string_view word) {
  return find_word(text, word, {0, text.size()}) != std::string_view::npos;
}

}  // namespace chandler::migrate
