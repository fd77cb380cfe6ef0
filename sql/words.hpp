#pragma once

#include <cstddef>
#include <string_view>

#include "sql/range.hpp"

namespace chandler::sql {

// Where `word` (small letters a to z, one at least) stands in a part of a text, in letters of either size, within other
// words too; npos if nowhere. To tell quickly what need not be parsed, never to tell what a statement is.
std::size_t find_word(std::string_view text, std::string_view word, Range part);
bool mentions(std::string_view text, std::string_view word);

}  // namespace chandler::sql
