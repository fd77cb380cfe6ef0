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
  line_ = line;
  if (!numbered_) return;
  std::array<char, 32> digits{};
  char* at = digits.data();
  if (quoted_) *at++ = quote_;
  at = std::to_chars(at, digits.data() + digits.size() - 2, line).ptr;
  if (quoted_) *at++ = quote_;
  *at++ = delimiter_;
  (watcher == nullptr ? text.bytes : record_).append(digits.data(), at);
}

void CsvEncoder::Text::bytes(std::string_view raw) {
  if (watcher == nullptr) {
    text.bytes += raw;
  } else if (record_.size() + raw.size() <= longest_watched) {
    record_ += raw;
  } else {
    too_long = true;
  }
}

void CsvEncoder::Text::end(std::uint64_t server_line) {
  text.bytes += record_;
  record_.clear();
  text.end_record(server_line);
  if (watcher != nullptr) watcher->row({.end = text.bytes.size(), .number = line_, .server_line = server_line});
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

void CsvEncoder::watch(RowWatcher& watcher) {
  text_.watcher = &watcher;
  scanner_.tolerate([this, &watcher](const csv::Defect& defect) {
    watcher.wrong({.error = defect_error(defect, data_set_.file.name, copied_columns(data_set_)),
                   .number = defect.line,
                   .column = column_of(defect)});
  });
}

std::string CsvEncoder::column_of(const csv::Defect& defect) const {
  const auto columns = copied_columns(data_set_);
  return defect.field > 0 && defect.field <= columns.size() ? columns[defect.field - 1].name : std::string();
}

std::vector<std::optional<std::string>> CsvEncoder::values_of(std::string_view row) const {
  while (row.ends_with('\n') || row.ends_with('\r')) row.remove_suffix(1);
  auto values = csv::split_record(row, data_set_.file.format.csv);
  values.erase(values.begin());
  return values;
}

core::Expected<void> CsvEncoder::told(const std::expected<void, csv::Defect>& took) const {
  if (text_.too_long) return std::unexpected(too_long_to_watch(data_set_.file.name));
  if (took) return {};
  return std::unexpected(defect_error(took.error(), data_set_.file.name, data_set_.sql.columns()));
}

}  // namespace chandler::dataset
