#include "dataset/stage/csv_encoder.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>

#include "dataset/fault/row_error.hpp"

namespace chandler::dataset {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

CsvEncoder::Text::Text(const DataSet& data_set, Into into)
    : text{.bytes = {}, .whole = 0, .server_line = 1},  // behind the preamble
      numbered_(into == Into::stage),
      quoted_(is_number(data_set.file.format.csv.null)),
      delimiter_(data_set.file.format.csv.delimiter),
      quote_(data_set.file.format.csv.quote) {}

void CsvEncoder::Text::begin(std::uint64_t line) {
  if (!numbered_) return;
  std::array<char, 32> digits{};
  char* at = digits.data();
  if (quoted_) *at++ = quote_;
  at = std::to_chars(at, digits.data() + digits.size() - 2, line).ptr;
  if (quoted_) *at++ = quote_;
  *at++ = delimiter_;
  text.bytes.append(digits.data(), at);
}

CsvEncoder::CsvEncoder(const DataSet& data_set, Into into)
    : data_set_(data_set), text_(data_set, into), scanner_(data_set.header, text_, data_set.file.format.csv) {}

std::string CsvEncoder::preamble() const {
  return std::format("header{}", csv::text_of(data_set_.header.line_end));
}

core::Expected<void> CsvEncoder::feed(std::string_view piece) {
  return told(scanner_.feed(piece));
}

core::Expected<void> CsvEncoder::finish() {
  return told(scanner_.finish());
}

core::Expected<void> CsvEncoder::told(const std::expected<void, csv::Defect>& took) const {
  if (took) return {};
  return std::unexpected(defect_error(took.error(), data_set_.file.name, data_set_.sql.columns()));
}

}  // namespace chandler::dataset
