#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chandler::dataset {

// The options of PostgreSQL's COPY … (FORMAT csv), by their names there.
struct CsvOptions {
  char delimiter = ',';
  char quote = '"';
  char escape = '"';
  std::string null;    // what stands for NULL where it is not in quotes
  bool header = true;  // false: the columns are numbered from "1"

  friend bool operator==(const CsvOptions&, const CsvOptions&) = default;
};

// How a file's bytes are to be read.
struct Format {
  enum class Kind : std::uint8_t {
    csv,
    text,    // COPY's text format; of `csv` delimiter, null and header count
    ndjson,  // an object a line
    json,    // one array of objects
    sql,     // statements, not rows
  };

  Kind kind = Kind::csv;
  CsvOptions csv;

  friend bool operator==(const Format&, const Format&) = default;
};

struct NamedFormat {
  Format format;
  std::string_view stem;  // the name without its ending
};

// By the ending: .csv, .tsv (CSV between tabs), .ndjson, .jsonl, .json, .sql, in lower case, with .gz or
// .zst behind it or without. Nullopt: another one.
std::optional<NamedFormat> format_of(std::string_view file_name);

// What COPY is told: "FORMAT csv, HEADER true", with the options that differ from COPY's own.
std::string copy_options(const Format& format);

}  // namespace chandler::dataset
