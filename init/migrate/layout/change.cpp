#include "init/migrate/layout/change.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <vector>

#include "init/migrate/source/lines.hpp"

namespace chandler::migrate {
namespace {

// Each try costs a checksum of the file.
constexpr std::size_t most_comments = 200;
constexpr std::size_t biggest = 1UZ << 20U;

using TextLines = std::vector<std::string_view>;

// Without their ends; a text that ends in a line end has an empty last line.
TextLines lines_of(std::string_view text) {
  TextLines out;
  for (const auto range : std::views::split(text, '\n')) {
    std::string_view line(range.begin(), range.end());
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back(line);
  }
  return out;
}

std::string joined(const TextLines& lines, std::string_view end) {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += end;
    out += lines[i];
  }
  return out;
}

// With either line end, with and without one at the end, with and without a byte order mark.
bool fits(const TextLines& lines, const std::function<bool(std::string_view)>& was) {
  TextLines other = lines;
  if (other.back().empty()) {
    other.pop_back();
  } else {
    other.emplace_back();
  }
  static constexpr std::array<std::string_view, 2> ends{"\n", "\r\n"};
  for (const std::string_view end : ends) {
    for (const TextLines* each : {&lines, static_cast<const TextLines*>(&other)}) {
      const std::string text = joined(*each, end);
      if (was(text) || was(std::string(byte_order_mark) + text)) return true;
    }
  }
  return false;
}

bool is_comment(std::string_view line) {
  return without_blanks(line).starts_with("--");
}

// The blank lines and comments that a file begins with, "/* */" of several lines included.
std::size_t head_of(const TextLines& lines) {
  std::size_t out = 0;
  bool in_block = false;
  for (; out < lines.size(); ++out) {
    const std::string_view line = without_blanks(lines[out]);
    if (!in_block && !line.empty() && !line.starts_with("--") && !line.starts_with("/*")) break;
    in_block = (in_block || line.starts_with("/*")) && !line.ends_with("*/");
  }
  return out;
}

bool only_comments_added(const TextLines& lines, const std::function<bool(std::string_view)>& was) {
  const std::size_t head = head_of(lines);
  for (std::size_t n = 1; n <= std::min(head, most_comments) && n < lines.size(); ++n) {
    if (fits({lines.begin() + static_cast<std::ptrdiff_t>(n), lines.end()}, was)) return true;
  }
  TextLines bare = lines;
  std::erase_if(bare, is_comment);
  if (!bare.empty() && bare.size() < lines.size() && fits(bare, was)) return true;
  std::size_t tried = 0;
  for (std::size_t i = 0; i < lines.size() && tried < most_comments; ++i) {
    if (!is_comment(lines[i]) || lines.size() == 1) continue;
    ++tried;
    TextLines without = lines;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (fits(without, was)) return true;
  }
  return false;
}

}  // namespace

std::string harmless_change(std::string_view text, const std::function<bool(std::string_view)>& was) {
  if (text.empty() || text.size() > biggest) return {};
  const TextLines lines = lines_of(text);
  if (fits(lines, was)) return "only its line ends differ";
  if (only_comments_added(lines, was)) return "only comments were added";
  return {};
}

}  // namespace chandler::migrate
