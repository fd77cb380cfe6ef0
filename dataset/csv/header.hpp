#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/csv/defect.hpp"
#include "dataset/format/format.hpp"

namespace chandler::dataset::csv {

// What ends a line outside quotes. The first line decides for the whole file, as in PostgreSQL.
enum class LineEnd : std::uint8_t { newline, carriage_return, both };

std::string_view text_of(LineEnd end);

struct Header {
  std::vector<std::string> names;
  LineEnd line_end = LineEnd::newline;
  std::size_t bytes = 0;    // before the first record; the byte order mark counts
  std::uint64_t lines = 1;  // a quoted name may hold line ends
};

inline constexpr std::size_t longest_header = 1024UZ * 1024;

// Reads the first record of a file from its first bytes. Nullopt: more bytes are needed; `at_end` says
// that there are none. A UTF-8 byte order mark is skipped. Where the options say that there is no header,
// the first record is only looked at, for how lines end and how many columns "1", "2", … there are; a file
// without a row has none.
std::expected<std::optional<Header>, Defect> read_header(std::string_view head, bool at_end,
                                                         const CsvOptions& options = {});

// The values of one record, without its line end: quotes taken off as PostgreSQL's CSV does. Nullopt is
// NULL: the text for it, and no quotes.
std::vector<std::optional<std::string>> split_record(std::string_view record, const CsvOptions& options = {});

}  // namespace chandler::dataset::csv
