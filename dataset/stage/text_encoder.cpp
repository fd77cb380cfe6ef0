#include "dataset/stage/text_encoder.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "dataset/fault/text_error.hpp"

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
  if (!numbered_) return;
  std::array<char, 32> digits{};
  char* at = std::to_chars(digits.data(), digits.data() + digits.size() - 1, line).ptr;
  *at++ = delimiter_;
  // The digits '0' to '9' are \x30 to \x39.
  if (escaped_) text.bytes += "\\x3";
  text.bytes.append(digits.data(), at);
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

core::Expected<void> TextEncoder::told(const std::expected<void, copy_text::Defect>& took) const {
  if (took) return {};
  return std::unexpected(text_defect_error(took.error(), data_set_.file.name, data_set_.sql.columns()));
}

}  // namespace chandler::dataset
