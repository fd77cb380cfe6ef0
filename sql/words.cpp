#include "sql/words.hpp"

#include <algorithm>
#include <array>

namespace chandler::sql {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool same_letters(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, {}, lower);
}

// Horspool: how far a letter under the word's end lets it move.
std::array<std::size_t, 256> steps_for(std::string_view word) {
  std::array<std::size_t, 256> steps;
  steps.fill(word.size());
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const auto letter = static_cast<unsigned char>(word[i]);
    steps.at(letter) = steps.at(letter - ('a' - 'A')) = word.size() - 1 - i;
  }
  return steps;
}

}  // namespace

// Files of 100 MB are looked through: about a byte in five is touched.
std::size_t find_word(std::string_view text, std::string_view word, Range part) {
  const std::size_t last = word.size() - 1;
  if (part.end < part.begin + word.size()) return std::string_view::npos;
  const auto steps = steps_for(word);
  for (std::size_t at = part.begin; at + last < part.end; at += steps.at(static_cast<unsigned char>(text[at + last]))) {
    if (lower(text[at + last]) == word[last] && same_letters(text.substr(at, word.size()), word)) return at;
  }
  return std::string_view::npos;
}

bool mentions(std::string_view text, std::string_view word) {
  return find_word(text, word, {0, text.size()}) != std::string_view::npos;
}

}  // namespace chandler::sql
