#pragma once

#include <cstdint>

#include "dataset/format/text_defect.hpp"

namespace chandler::dataset::copy_text {

enum class Fault : std::uint8_t {
  empty,            // not even a line of names
  header_too_long,  // no line end within `longest_header`
  not_utf8,         // `seen` is the byte; NUL is one of them
  cut_character,    // the file ends within a character
  utf16,
  utf32,
  cut_escape,    // the file ends behind a backslash
  bare_return,   // a carriage return that ends no line, without a backslash
  bare_newline,  // a newline that ends no line, where lines end with a return
  column_count,  // `seen` values where there are `expected` columns
  end_in_row,    // "\." that is not alone on its line
  behind_end,    // something follows the line "\."
};

using Defect = TextDefect<Fault>;

}  // namespace chandler::dataset::copy_text
