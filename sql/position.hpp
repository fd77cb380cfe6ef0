#pragma once

#include <cstddef>
#include <string_view>

namespace chandler::sql {

// A place in a text as editors count: both from 1, columns in characters (UTF-8), tabs count one.
struct Place {
  std::size_t line = 1;
  std::size_t column = 1;

  bool operator==(const Place&) const = default;
};

Place place_of(std::string_view text, std::size_t byte);

// Where the character number `character` (from 0) begins; text.size() when the text is shorter.
std::size_t byte_of_character(std::string_view text, std::size_t character);

}  // namespace chandler::sql
