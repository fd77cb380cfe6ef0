#include "cli/manifest/writer.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace chandler::cli::manifest {
namespace {

std::string indentation(std::size_t depth) {
  std::string spaces(depth * 2, ' ');
  return spaces;
}

bool is_printable(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F; });
}

// Lines that a literal block gives back as they are.
bool fits_literal(std::string_view text) {
  const bool lines = text.contains('\n') && text.find_first_not_of('\n') != std::string_view::npos;
  return lines && is_printable(text) && text.front() != ' ' && text.front() != '\n' && text.front() != '\t' &&
         !text.ends_with("\n\n") && !text.contains("\xC2\x85") && !text.contains("\xE2\x80\xA8") &&
         !text.contains("\xE2\x80\xA9");
}

std::string literal(std::string_view text, std::size_t depth) {
  const bool newline = text.ends_with('\n');
  std::string out = newline ? "|" : "|-";
  if (newline) text.remove_suffix(1);
  while (true) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    out += '\n';
    if (!line.empty()) out.append(indentation(depth)).append(line);
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

// JSON's escapes are YAML's; what is not UTF-8 cannot come from a manifest.
std::string double_quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Not what a folded text was made of, nor what would end the document in the first column.
bool can_stay_plain(std::string_view text) {
  return !text.contains('\n') && !text.starts_with("---") && !text.starts_with("...");
}

std::string scalar(std::string_view text, bool plain, std::size_t depth) {
  if (plain && can_stay_plain(text)) return text.empty() ? "null" : std::string(text);
  if (fits_literal(text)) return literal(text, depth);
  return double_quoted(text);
}

std::string key_text(const Member& member) {
  return member.plain && !member.key.empty() && can_stay_plain(member.key) ? member.key : double_quoted(member.key);
}

void write(const Node& node, std::size_t depth, std::string& out);

// What follows "key:" or "-" on the same or the next lines.
void write_value(const Node& node, std::size_t depth, std::string& out) {
  if (node.kind == Node::Kind::scalar) {
    out.append(" ").append(scalar(node.text, node.plain, depth)).append("\n");
  } else if (node.kind == Node::Kind::mapping && node.members.empty()) {
    out += " {}\n";
  } else if (node.kind == Node::Kind::sequence && node.items.empty()) {
    out += " []\n";
  } else {
    out += '\n';
    write(node, node.kind == Node::Kind::sequence ? depth - 1 : depth, out);
  }
}

void write_item(const Node& item, std::size_t depth, std::string& out) {
  out.append(indentation(depth)).append("-");
  const bool collection = (item.kind == Node::Kind::mapping && !item.members.empty()) ||
                          (item.kind == Node::Kind::sequence && !item.items.empty());
  if (!collection) return write_value(item, depth + 1, out);
  // The first line of the collection stands behind the dash.
  std::string inner;
  write(item, depth + 1, inner);
  out.append(" ").append(inner, indentation(depth + 1).size());
}

void write(const Node& node, std::size_t depth, std::string& out) {
  switch (node.kind) {
    case Node::Kind::scalar:
      out.append(indentation(depth)).append(scalar(node.text, node.plain, depth + 1)).append("\n");
      break;
    case Node::Kind::sequence:
      for (const Node& item : node.items) write_item(item, depth, out);
      if (node.items.empty()) out.append(indentation(depth)).append("[]\n");
      break;
    case Node::Kind::mapping:
      for (const Member& member : node.members) {
        out.append(indentation(depth)).append(key_text(member)).append(":");
        write_value(member.value, depth + 1, out);
      }
      if (node.members.empty()) out.append(indentation(depth)).append("{}\n");
      break;
  }
}

}  // namespace

std::string to_yaml(const Node& node) {
  std::string out;
  write(node, 0, out);
  return out;
}

std::string to_json_text(const Node& node) {
  return to_ordered_json(node).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace chandler::cli::manifest
