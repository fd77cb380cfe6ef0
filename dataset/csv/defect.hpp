#pragma once

#include <cstdint>

#include "dataset/format/text_defect.hpp"

namespace chandler::dataset::csv {

enum class Fault : std::uint8_t {
  empty,            // not even a header line
  header_too_long,  // no line end within `longest_header`
  not_utf8,         // `seen` is the byte; NUL, which PostgreSQL's text cannot hold, is one of them
  cut_character,    // the file ends within a character
  utf16,
  utf32,
  open_quote,    // the file ends inside quotes; the line is that of the opening quote
  bare_return,   // a carriage return outside quotes that ends no line; the line is its own, as for bare_newline and
                 // not_utf8
  bare_newline,  // a newline outside quotes that ends no line, where lines end with a return
  column_count,  // `seen` values where the header names `expected`
};

using Defect = TextDefect<Fault>;

}  // namespace chandler::dataset::csv
