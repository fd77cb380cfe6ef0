#include "dataset/csv/header.hpp"

#include <algorithm>
#include <utility>

#include "dataset/csv/quoting.hpp"
#include "dataset/format/encoding.hpp"
#include "dataset/format/utf8.hpp"

namespace chandler::dataset::csv {
namespace {

struct RecordEnd {
  std::size_t at;      // of the first line end outside quotes, or the text's size
  bool inside_quotes;  // the text ends there
};

RecordEnd end_of_record(std::string_view text, const CsvOptions& options) {
  Quoting quoting(options);
  for (std::size_t i = 0; i < text.size(); ++i) {
    quoting.take(text[i]);
    if (!quoting.inside() && (text[i] == '\n' || text[i] == '\r')) return {i, false};
  }
  return {text.size(), quoting.inside()};
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

std::expected<std::optional<Header>, Defect> read_header(std::string_view head, bool at_end,
                                                         const CsvOptions& options) {
  if (!at_end && head.size() < 4) return std::nullopt;
  if (const Encoding encoding = encoding_of(head); encoding != Encoding::utf8) {
    return defect(encoding == Encoding::utf16 ? Fault::utf16 : Fault::utf32, 1);
  }
  Header header;
  if (head.starts_with(byte_order_mark)) header.bytes = byte_order_mark.size();
  const std::string_view text = head.substr(header.bytes);
  if (text.empty() && at_end) {
    if (options.header) return defect(Fault::empty, 1);
    header.lines = 0;
    return header;
  }
  const auto [end, inside_quotes] = end_of_record(text, options);
  // A return as the last byte may be half a line end.
  const bool undecided = end == text.size() || (text[end] == '\r' && end + 1 == text.size());
  if (undecided && !at_end) {
    if (text.size() > longest_header) return defect(Fault::header_too_long, 1);
    return std::nullopt;
  }
  const std::string_view record = text.substr(0, end);
  if (inside_quotes) return defect(Fault::open_quote, 1);
  if (const auto wrong = not_utf8(record)) {
    return std::unexpected(
        Defect{.fault = Fault::not_utf8, .line = 1 + line_ends(record.substr(0, wrong->at)), .seen = wrong->byte});
  }
  if (end < text.size()) header.line_end = kind_of(text.substr(end));
  auto names = split_record(record, options);
  if (!options.header) {
    header.lines = 0;
    for (std::size_t i = 1; i <= names.size(); ++i) header.names.push_back(std::to_string(i));
    return header;
  }
  header.bytes += end;
  if (end < text.size()) header.bytes += text_of(header.line_end).size();
  header.lines = 1 + line_ends(record);
  for (auto& name : names) header.names.push_back(std::move(name).value_or(options.null));
  return header;
}

std::vector<std::optional<std::string>> split_record(std::string_view record, const CsvOptions& options) {
  std::vector<std::optional<std::string>> values;
  std::string value;
  bool had_quotes = false;
  const auto finish = [&] {
    if (value == options.null && !had_quotes) {
      values.emplace_back(std::nullopt);
    } else {
      values.emplace_back(std::move(value));
    }
    value.clear();
    had_quotes = false;
  };
  bool quoted = false;
  for (std::size_t i = 0; i < record.size(); ++i) {
    const char c = record[i];
    const char next = i + 1 < record.size() ? record[i + 1] : '\0';
    if (quoted && c == options.escape && (next == options.quote || next == options.escape) && i + 1 < record.size()) {
      value += next;
      ++i;
    } else if (c == options.quote) {
      quoted = !quoted;
      had_quotes = true;
    } else if (c == options.delimiter && !quoted) {
      finish();
    } else {
      value += c;
    }
  }
  finish();
  return values;
}

}  // namespace chandler::dataset::csv
