#include "dataset/copy_text/record.hpp"

#include <algorithm>
#include <utility>

#include "dataset/format/encoding.hpp"
#include "dataset/format/utf8.hpp"

namespace chandler::dataset::copy_text {
namespace {

constexpr std::string_view end_marker = "\\.";

std::unexpected<Defect> defect(Fault fault) {
  return std::unexpected(Defect{.fault = fault});
}

// Behind a backslash anything is data.
std::size_t end_of_record(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '\n' || text[i] == '\r') {
      return i;
    }
  }
  return text.size();
}

csv::LineEnd kind_of(std::string_view rest) {
  if (rest.starts_with("\r\n")) return csv::LineEnd::both;
  return rest.starts_with('\r') ? csv::LineEnd::carriage_return : csv::LineEnd::newline;
}

int digit_of(char c, int base) {
  int digit = base;
  if (c >= '0' && c <= '9') digit = c - '0';
  if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
  if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
  return digit < base ? digit : -1;
}

// So many digits at most; `at` is then behind them.
char byte_of(std::string_view text, std::size_t& at, int base, std::size_t most) {
  int byte = 0;
  for (std::size_t taken = 0; taken < most && at < text.size() && digit_of(text[at], base) >= 0; ++taken)
    byte = byte * base + digit_of(text[at++], base);
  return static_cast<char>(byte & 0xFF);
}

// `at` stands behind the backslash.
char unescaped(std::string_view text, std::size_t& at) {
  static constexpr std::string_view letters = "bfnrtv";
  static constexpr std::string_view meant = "\b\f\n\r\t\v";
  const char c = text[at];
  if (digit_of(c, 8) >= 0) return byte_of(text, at, 8, 3);
  ++at;
  if (c == 'x' && at < text.size() && digit_of(text[at], 16) >= 0) return byte_of(text, at, 16, 2);
  const std::size_t letter = letters.find(c);
  return letter == std::string_view::npos ? c : meant[letter];
}

std::string value_of(std::string_view raw) {
  std::string value;
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '\\' || at + 1 == raw.size()) {
      value += raw[at++];
    } else {
      value += unescaped(raw, ++at);
    }
  }
  return value;
}

std::vector<std::string> numbers(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 1; i <= count; ++i) out.push_back(std::to_string(i));
  return out;
}

}  // namespace

std::expected<std::optional<csv::Header>, Defect> read_header(std::string_view head, bool at_end,
                                                              const CsvOptions& options) {
  if (!at_end && head.size() < 4) return std::nullopt;
  if (const Encoding encoding = encoding_of(head); encoding != Encoding::utf8)
    return defect(encoding == Encoding::utf16 ? Fault::utf16 : Fault::utf32);
  csv::Header header{.names = {}, .lines = 0};
  if (head.starts_with(byte_order_mark)) header.bytes = byte_order_mark.size();
  const std::string_view text = head.substr(header.bytes);
  const std::size_t end = std::min(end_of_record(text), text.size());
  // A return as the last byte may be half a line end.
  const bool undecided = end == text.size() || (text[end] == '\r' && end + 1 == text.size());
  if (undecided && !at_end) {
    if (text.size() > csv::longest_header) return defect(Fault::header_too_long);
    return std::nullopt;
  }
  const std::string_view record = text.substr(0, end);
  if (text.empty() || record == end_marker) {
    if (options.header) return defect(Fault::empty);
    return header;
  }
  if (const auto wrong = not_utf8(record))
    return std::unexpected(Defect{.fault = Fault::not_utf8, .seen = wrong->byte});
  if (end < text.size()) header.line_end = kind_of(text.substr(end));
  auto names = split_record(record, options);
  if (!options.header) {
    header.names = numbers(names.size());
    return header;
  }
  header.bytes += end;
  if (end < text.size()) header.bytes += csv::text_of(header.line_end).size();
  header.lines = 1 + static_cast<std::uint64_t>(std::ranges::count(record, '\n'));
  for (auto& name : names) header.names.push_back(std::move(name).value_or(options.null));
  return header;
}

std::vector<std::optional<std::string>> split_record(std::string_view record, const CsvOptions& options) {
  std::vector<std::optional<std::string>> values;
  std::size_t begin = 0;
  const auto finish = [&](std::size_t end) {
    const std::string_view raw = record.substr(begin, end - begin);
    values.push_back(raw == options.null ? std::nullopt : std::optional(value_of(raw)));
    begin = end + 1;
  };
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record[i] == '\\') {
      ++i;
    } else if (record[i] == options.delimiter) {
      finish(i);
    }
  }
  finish(record.size());
  return values;
}

}  // namespace chandler::dataset::copy_text
