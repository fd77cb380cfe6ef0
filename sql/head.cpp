#include "sql/head.hpp"

#include "core/text/one_line.hpp"

namespace chandler::sql {

std::string head_of(std::string_view sql, std::size_t bytes) {
  static constexpr std::string_view blanks = " \t\r\n\f\v";
  std::string line;
  for (const char c : sql.substr(0, bytes * 8)) {  // indented SQL shrinks
    const bool blank = blanks.contains(c);
    if (blank && (line.empty() || line.back() == ' ')) continue;
    line += blank ? ' ' : c;
  }
  return core::text::one_line(line, bytes);
}

}  // namespace chandler::sql
