#include "dataset/stage/text_encoder.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "dataset/copy_text/record.hpp"
#include "dataset/fault/text_error.hpp"
#include "dataset/stage/row_watcher.hpp"

namespace chandler::dataset {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

TextEncoder::Text::Text(const DataSet& data_set, Into into)
    : numbered_(into == Into::stage),
      escaped_(is_number(data_set.file.format.csv.null)),
      delimiter_(data_set.file.format.csv.delimiter) {}

void TextEncoder::Text::begin(std::uint64_t line) {
  line_ = line;
  if (!numbered_) return;
  std::array<char, 32> digits{};
  char* at = std::to_chars(digits.data(), digits.data() + digits.size() - 1, line).ptr;
  *at++ = delimiter_;
  // The digits '0' to '9' are \x30 to \x39.
  std::string& to = watcher == nullptr ? text.bytes : record_;
  if (escaped_) to += "\\x3";
  to.append(digits.data(), at);
}

void TextEncoder::Text::bytes(std::string_view raw) {
  if (watcher == nullptr) {
    text.bytes += raw;
  } else if (record_.size() + raw.size() <= longest_watched) {
    record_ += raw;
  } else {
    too_long = true;
  }
}

void TextEncoder::Text::end(std::uint64_t server_line) {
  text.bytes += record_;
  record_.clear();
  text.end_record(server_line);
  if (watcher != nullptr) watcher->row({.end = text.bytes.size(), .number = line_, .server_line = server_line});
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
    const bool named = defect.field > 0 && defect.field <= columns.size();
    watcher.wrong({.error = text_defect_error(defect, data_set_.file.name, columns),
                   .number = defect.line,
                   .column = named ? columns[defect.field - 1].name : std::string()});
  });
}

std::vector<std::optional<std::string>> TextEncoder::values_of(std::string_view row) const {
  while (row.ends_with('\n') || row.ends_with('\r')) row.remove_suffix(1);
  auto values = copy_text::split_record(row, data_set_.file.format.csv);
  values.erase(values.begin());
  return values;
}

core::Expected<void> TextEncoder::told(const std::expected<void, copy_text::Defect>& took) const {
  if (text_.too_long) return std::unexpected(too_long_to_watch(data_set_.file.name));
  if (took) return {};
  return std::unexpected(text_defect_error(took.error(), data_set_.file.name, data_set_.sql.columns()));
}

}  // namespace chandler::dataset
