#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace chandler::migrate {

// A run of bytes of a text: [begin, end).
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
  bool operator==(const Range&) const = default;
};

// One SQL statement of a file. The statements' `whole` ranges follow each other without a gap and cover
// the text, so joining them gives the same bytes; a text of blanks and comments has no statement.
struct Statement {
  Range whole;                     // with what stands before it and, for the last one, after it
  Range sql;                       // from its first word to its ';' (included), or to the end of the text
  std::optional<Range> copy_data;  // rows of COPY … FROM stdin, up to and without the line "\."
};

// Splits with PostgreSQL's own grammar and scanner (libpg_query), so that quotes, dollar quotes, nested
// comments and BEGIN ATOMIC bodies are right, and text that only a newer server understands is still
// split at its semicolons. Errors: migrate.syntax for what no scanner can read (an unterminated quote, a
// NUL byte, a COPY without its end); `where` is "line:column".
core::Expected<std::vector<Statement>> split(std::string_view text);

// The first byte at or after `from` that is neither white space nor comment; text.size() if none.
std::size_t skip_blank(std::string_view text, std::size_t from);

}  // namespace chandler::migrate
