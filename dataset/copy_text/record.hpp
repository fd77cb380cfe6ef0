#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/copy_text/defect.hpp"
#include "dataset/csv/header.hpp"

// COPY's text format, as files hold it that \copy wrote. Source of its rules:
// https://www.postgresql.org/docs/17/sql-copy.html, "Text Format".
namespace chandler::dataset::copy_text {

// How a file says so; CSV's options of the same names, of which quote and escape mean nothing here.
inline constexpr char standard_delimiter = '\t';
inline constexpr std::string_view standard_null = "\\N";

// As csv::read_header: the first line names the columns, or is only looked at where the options say that there is no
// header. Nullopt: more bytes are needed.
std::expected<std::optional<csv::Header>, Defect> read_header(std::string_view head, bool at_end,
                                                              const CsvOptions& options);

// The values of one record, without its line end: escapes taken off. Nullopt is NULL.
std::vector<std::optional<std::string>> split_record(std::string_view record, const CsvOptions& options);

}  // namespace chandler::dataset::copy_text
