#pragma once

#include <cstddef>
#include <cstdint>

namespace chandler::dataset::csv {

enum class Fault : std::uint8_t {
  empty,            // not even a header line
  header_too_long,  // no line end within `longest_header`
  not_utf8,         // `seen` is the byte; NUL, which PostgreSQL's text cannot hold, is one of them
  cut_character,    // the file ends within a character
  utf16,
  utf32,
  open_quote,    // the file ends inside quotes; the line is that of the opening quote
  bare_return,   // a carriage return outside quotes that ends no line
  bare_newline,  // a newline outside quotes that ends no line, where lines end with a return
  column_count,  // `seen` values where the header names `expected`
};

// What keeps a file from being read, and where: lines count from 1 as an editor shows them.
struct Defect {
  Fault fault = Fault::empty;
  std::uint64_t line = 1;  // of the record's first byte, but for `open_quote`, `not_utf8` and bare line ends
  std::size_t field = 0;   // 1-based; 0: the whole record
  std::size_t seen = 0;
  std::size_t expected = 0;

  friend bool operator==(const Defect&, const Defect&) = default;
};

}  // namespace chandler::dataset::csv
