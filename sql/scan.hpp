#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "sql/range.hpp"

namespace chandler::sql {

struct ScanError {
  std::size_t byte = 0;  // where the token begins that cannot be read
  std::string message;
};

// The statements of plain SQL (no COPY data), each without its ';', by libpg_query's scanner. It leaves out
// one that holds no keyword; it is in nobody's range, or at the start of the next one's.
std::expected<std::vector<Range>, ScanError> scan(const std::string& sql);

// The same by its grammar, which knows BEGIN ATOMIC bodies, too, but only PostgreSQL 17's SQL, and whose
// tree takes a hundred times the text. nullopt: it does not understand something.
std::optional<std::vector<Range>> parse(const std::string& sql);

// The first byte at or after `from` that is neither white space nor comment; text.size() if none.
std::size_t skip_blank(std::string_view text, std::size_t from);

}  // namespace chandler::sql
