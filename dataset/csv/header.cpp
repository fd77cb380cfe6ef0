#include "dataset/csv/header.hpp"

#include <algorithm>
#include <utility>

#include "dataset/csv/utf8.hpp"

namespace chandler::dataset::csv {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The first line end outside quotes, or npos.
std::size_t end_of_record(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && (text[i] == '\n' || text[i] == '\r')) return i;
  }
  return std::string_view::npos;
}

bool inside_quotes(std::string_view text) {
  return std::ranges::count(text, '"') % 2 != 0;
}

// Lines as an editor counts them: "\r\n" is one end.
std::uint64_t line_ends(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++count;
  }
  return count;
}

std::unexpected<Defect> defect(Fault fault, std::uint64_t line, std::size_t field = 0) {
  return std::unexpected(Defect{.fault = fault, .line = line, .field = field});
}

LineEnd kind_of(std::string_view rest) {
  if (rest.starts_with("\r\n")) return LineEnd::both;
  return rest.starts_with('\r') ? LineEnd::carriage_return : LineEnd::newline;
}

}  // namespace

std::string_view text_of(LineEnd end) {
  switch (end) {
    case LineEnd::newline:
      return "\n";
    case LineEnd::carriage_return:
      return "\r";
    case LineEnd::both:
      return "\r\n";
  }
  return "\n";
}

std::expected<std::optional<Header>, Defect> read_header(std::string_view head, bool at_end) {
  if (!at_end && head.size() < byte_order_mark.size()) return std::nullopt;
  Header header;
  if (head.starts_with(byte_order_mark)) header.bytes = byte_order_mark.size();
  const std::string_view text = head.substr(header.bytes);
  if (text.empty() && at_end) return defect(Fault::empty, 1);
  const std::size_t end = std::min(end_of_record(text), text.size());
  // A return as the last byte may be half a line end.
  const bool undecided = end == text.size() || (text[end] == '\r' && end + 1 == text.size());
  if (undecided && !at_end) {
    if (text.size() > longest_header) return defect(Fault::header_too_long, 1);
    return std::nullopt;
  }
  const std::string_view record = text.substr(0, end);
  if (end == text.size() && inside_quotes(record)) return defect(Fault::open_quote, 1);
  Utf8Checker checker;
  if (const std::size_t wrong = checker.check(record); wrong != std::string_view::npos || !checker.complete()) {
    return defect(Fault::not_utf8, 1 + line_ends(record.substr(0, wrong)));
  }
  if (end < text.size()) header.line_end = kind_of(text.substr(end));
  header.bytes += end;
  if (end < text.size()) header.bytes += text_of(header.line_end).size();
  header.lines = 1 + line_ends(record);
  for (auto& name : split_record(record)) header.names.push_back(std::move(name).value_or(""));
  return header;
}

std::vector<std::optional<std::string>> split_record(std::string_view record) {
  std::vector<std::optional<std::string>> values;
  std::string value;
  bool quoted = false;
  bool had_quotes = false;
  const auto finish = [&] {
    if (value.empty() && !had_quotes) {
      values.emplace_back(std::nullopt);
    } else {
      values.emplace_back(std::move(value));
    }
    value.clear();
    had_quotes = false;
  };
  for (std::size_t i = 0; i < record.size(); ++i) {
    const char c = record[i];
    if (c == '"' && quoted && i + 1 < record.size() && record[i + 1] == '"') {
      value += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
      had_quotes = true;
    } else if (c == ',' && !quoted) {
      finish();
    } else {
      value += c;
    }
  }
  finish();
  return values;
}

}  // namespace chandler::dataset::csv
