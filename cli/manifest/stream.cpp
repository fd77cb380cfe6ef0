#include "cli/manifest/stream.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/manifest/writer.hpp"
#include "core/text/utf8.hpp"

namespace chandler::cli::manifest {
namespace {

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
  text.remove_prefix(line.size());
  return line;
}

// YAML 1.2, 9.1.2: "---" in the first column, before a blank or the end of the line.
bool is_separator(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || std::string_view(" \t\r\n").contains(line[3]));
}

// Blank lines, comments and a separator with nothing else on its line.
bool is_leading(std::string_view line) {
  std::string_view rest = is_separator(line) ? line.substr(3) : line;
  rest = rest.substr(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
  return rest.empty() || rest.starts_with('#');
}

std::vector<Document> split(std::string_view text) {
  std::vector<Document> documents(1);
  std::size_t number = 0;
  bool any = false;  // whether the current document has begun
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    ++number;
    if (is_separator(line) && any) documents.emplace_back().line = number;
    any = any || is_separator(line) || !is_leading(line);
    Document& document = documents.back();
    if (document.body.empty() && is_leading(line)) {
      document.before += line;
    } else {
      if (document.body.empty()) document.line = number;
      document.body += line;
    }
  }
  return documents;
}

std::string written(const Node& root, Format format) {
  return format == Format::yaml ? to_yaml(root) : to_json_text(root);
}

std::expected<Stream, SyntaxError> read_yaml_stream(std::string_view text) {
  Stream stream{Format::yaml, split(text)};
  for (Document& document : stream.documents) {
    auto root = read_yaml(document.body);
    if (!root)
      return std::unexpected(
          SyntaxError{document.line + root.error().line - 1, root.error().column, root.error().message});
    document.root = std::move(*root);
  }
  return stream;
}

std::expected<Stream, SyntaxError> read_json_stream(std::string_view text) {
  auto parts = read_json(text);
  if (!parts) return std::unexpected(parts.error());
  Stream stream{Format::json, {}};
  std::size_t after = 0;
  for (JsonPart& part : *parts) {
    Document document{.before = std::string(text.substr(after, part.begin - after)),
                      .body = std::string(text.substr(part.begin, part.end - part.begin)),
                      .line = 1,
                      .root = std::move(part.root),
                      .changed = false};
    document.line += static_cast<std::size_t>(std::ranges::count(text.substr(0, part.begin), '\n'));
    after = part.end;
    stream.documents.push_back(std::move(document));
  }
  if (!stream.documents.empty()) stream.documents.back().body += text.substr(after);
  return stream;
}

// YAML 1.2, 5.1: UTF-8, and of the control characters only tab and line ends. JSON takes no more. A carriage
// return alone would be a line end, too, but yaml-cpp does not count it everywhere.
std::optional<SyntaxError> unprintable(std::string_view text) {
  SyntaxError at{1, 1, "a byte here is not text (UTF-8 without control characters)"};
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = core::text::utf8_sequence(text);
    const bool blank = first == '\t' || first == '\n' || text.starts_with("\r\n");
    const bool control = (first < 0x20 && !blank) || first == 0x7F;
    if (length == 0 || control) return at;
    at.line += first == '\n' ? 1 : 0;
    at.column = first == '\n' ? 1 : at.column + 1;
    text.remove_prefix(length);
  }
  return std::nullopt;
}

}  // namespace

std::expected<Stream, SyntaxError> read_stream(std::string_view text) {
  if (auto error = unprintable(text)) return std::unexpected(std::move(*error));
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool json = first != std::string_view::npos && text[first] == '{';
  return json ? read_json_stream(text) : read_yaml_stream(text);
}

void insert_object(Stream& stream, std::size_t position, Node root) {
  Document added{.before = {}, .body = {}, .line = 1, .root = std::move(root), .changed = true};
  if (position > 0) {
    const Document& previous = stream.documents[position - 1];
    const bool open_line = !previous.changed && !previous.body.empty() && !previous.body.ends_with('\n');
    added.before = open_line ? "\n" : "";
    if (stream.format == Format::yaml) added.before += "---\n";
  }
  stream.documents.insert(stream.documents.begin() + static_cast<std::ptrdiff_t>(position), std::move(added));
}

std::string write_stream(const Stream& stream, Format format) {
  std::string out;
  for (const Document& document : stream.documents) {
    const bool same_format = format == stream.format;
    if (same_format) {
      out += document.before;
      // "--- {kind: Pod}": the separator stands on the body's own line.
      if (document.changed && is_separator(document.body)) out += "---\n";
      out += document.changed ? written(document.root, format) : document.body;
    } else if (!document.is_empty()) {
      if (format == Format::yaml) out += "---\n";
      out += written(document.root, format);
    }
  }
  return out;
}

}  // namespace chandler::cli::manifest
