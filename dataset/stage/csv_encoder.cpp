#include "dataset/stage/csv_encoder.hpp"

#include <array>
#include <charconv>
#include <format>

#include "core/text/number.hpp"
#include "dataset/fault/row_error.hpp"

namespace chandler::dataset {
CsvEncoder::Text::Text(const DataSet& data_set, Into into)
    : NumberedText(into == Into::stage, 1),  // behind the preamble
      quoted_(core::text::is_digits(data_set.file.format.csv.null)),
      delimiter_(data_set.file.format.csv.delimiter),
      quote_(data_set.file.format.csv.quote) {}

void CsvEncoder::Text::append_number(std::uint64_t line, std::string& to) const {
  std::array<char, 32> digits{};
  char* at = digits.data();
  if (quoted_) *at++ = quote_;
  at = std::to_chars(at, digits.data() + digits.size() - 2, line).ptr;
  if (quoted_) *at++ = quote_;
  *at++ = delimiter_;
  to.append(digits.data(), at);
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
    const auto columns = copied_columns(data_set_);
    watcher.wrong({.error = defect_error(defect, data_set_.file.name, columns),
                   .number = defect.line,
                   .column = std::string(column_named(columns, defect.field))});
  });
}

std::vector<std::optional<std::string>> CsvEncoder::values_of(std::string_view row) const {
  auto values = csv::split_record(without_line_end(row), data_set_.file.format.csv);
  values.erase(values.begin());
  return values;
}

core::Expected<void> CsvEncoder::told(const std::expected<void, csv::Defect>& took) const {
  if (text_.too_long) return std::unexpected(too_long_to_watch(data_set_.file.name));
  if (took) return {};
  return std::unexpected(defect_error(took.error(), data_set_.file.name, data_set_.sql.columns()));
}

}  // namespace chandler::dataset
