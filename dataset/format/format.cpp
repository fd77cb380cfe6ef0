#include "dataset/format/format.hpp"

#include <array>
#include <format>

#include "dataset/content/compression.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

struct Ending {
  std::string_view text;
  Format format;
};

const std::array<Ending, 6>& endings() {
  static const std::array<Ending, 6> all{{{".csv", {}},
                                          {".tsv", {.csv = {.delimiter = '\t'}}},
                                          {".ndjson", {.kind = Format::Kind::ndjson}},
                                          {".jsonl", {.kind = Format::Kind::ndjson}},
                                          {".json", {.kind = Format::Kind::json}},
                                          {".sql", {.kind = Format::Kind::sql}}}};
  return all;
}

std::string literal(char c) {
  return platform::postgres::quote_literal(std::string_view(&c, 1));
}

}  // namespace

std::optional<NamedFormat> format_of(std::string_view file_name) {
  const std::string_view plain = without_compression(file_name);
  for (const Ending& ending : endings()) {
    if (plain.ends_with(ending.text))
      return NamedFormat{ending.format, plain.substr(0, plain.size() - ending.text.size())};
  }
  return std::nullopt;
}

std::string copy_options(const Format& format) {
  const CsvOptions& csv = format.csv;
  if (format.kind == Format::Kind::text) {
    return std::format("FORMAT text, DELIMITER {}, NULL {}", literal(csv.delimiter),
                       platform::postgres::quote_literal(csv.null));
  }
  if (format.kind != Format::Kind::csv) return "FORMAT text";
  const CsvOptions standard;
  // Always: a line is sent for it, also where the file has none.
  std::string out = "FORMAT csv, HEADER true";
  if (csv.delimiter != standard.delimiter) out += ", DELIMITER " + literal(csv.delimiter);
  if (csv.quote != standard.quote) out += ", QUOTE " + literal(csv.quote);
  if (csv.escape != csv.quote) out += ", ESCAPE " + literal(csv.escape);
  if (csv.null != standard.null) out += ", NULL " + platform::postgres::quote_literal(csv.null);
  return out;
}

}  // namespace chandler::dataset
