#pragma once

#include <cstdint>
#include <string>

namespace chandler::dataset::json {

enum class Fault : std::uint8_t {
  // of the file
  not_an_array,   // `text` is what it begins with instead
  not_an_object,  // an element, or a line; `text` is what it begins with
  no_comma,       // between two elements; `text` is what stands there
  more_behind,    // something follows the end; `text` is what
  cut_off,        // the file ends inside an object, or before the array's end
  bad_bracket,    // a bracket is closed by another kind; `text` is that
  too_long,       // an object of more than `longest_object`
  utf16,
  utf32,
  no_keys,  // the first object has none
  // of one object
  not_utf8,  // `byte` is it
  too_deep,
  bad_syntax,     // `text` says what
  bad_number,     // `text` is it
  nul,            // \u0000, which PostgreSQL's text cannot hold; `key` is where
  duplicate_key,  // `key`
  unknown_key,    // `key`
};

// What keeps a file from being read, and where.
struct Defect {
  Fault fault = Fault::not_an_array;
  std::uint64_t line = 0;     // 0: not known to who tells it
  std::uint64_t element = 0;  // of the array, from 1; 0: another kind of file, or between two
  std::string key;
  std::string text;
  unsigned char byte = 0;

  friend bool operator==(const Defect&, const Defect&) = default;
};

}  // namespace chandler::dataset::json
