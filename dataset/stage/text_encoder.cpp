#include "dataset/stage/text_encoder.hpp"

#include <array>
#include <charconv>

#include "core/text/number.hpp"
#include "dataset/copy_text/record.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/fault/text_error.hpp"

namespace chandler::dataset {
TextEncoder::Text::Text(const DataSet& data_set, Into into)
    : NumberedText(into == Into::stage, 0),
      escaped_(core::text::is_digits(data_set.file.format.csv.null)),
      delimiter_(data_set.file.format.csv.delimiter) {}

void TextEncoder::Text::append_number(std::uint64_t line, std::string& to) const {
  std::array<char, 32> digits{};
  char* at = std::to_chars(digits.data(), digits.data() + digits.size() - 1, line).ptr;
  *at++ = delimiter_;
  // The digits '0' to '9' are \x30 to \x39.
  if (escaped_) to += "\\x3";
  to.append(digits.data(), at);
}

TextEncoder::TextEncoder(const DataSet& data_set, Into into)
    : data_set_(data_set),
      text_(data_set, into),
      scanner_(data_set.header, text_, data_set.file.format.csv.delimiter) {}

core::Expected<void> TextEncoder::feed(std::string_view piece) {
  return told(scanner_.feed(piece));
}

core::Expected<void> TextEncoder::finish() {
  return told(scanner_.finish());
}

void TextEncoder::watch(RowWatcher& watcher) {
  text_.watcher = &watcher;
  scanner_.tolerate([this, &watcher](const copy_text::Defect& defect) {
    const auto columns = copied_columns(data_set_);
    watcher.wrong({.error = text_defect_error(defect, data_set_.file.name, columns),
                   .number = defect.line,
                   .column = std::string(column_named(columns, defect.field))});
  });
}

std::vector<std::optional<std::string>> TextEncoder::values_of(std::string_view row) const {
  auto values = copy_text::split_record(without_line_end(row), data_set_.file.format.csv);
  values.erase(values.begin());
  return values;
}

core::Expected<void> TextEncoder::told(const std::expected<void, copy_text::Defect>& took) const {
  if (text_.too_long) return std::unexpected(too_long_to_watch(data_set_.file.name));
  if (took) return {};
  return std::unexpected(text_defect_error(took.error(), data_set_.file.name, data_set_.sql.columns()));
}

}  // namespace chandler::dataset
