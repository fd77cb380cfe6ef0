#include "cli/kubectl/table.hpp"

#include <algorithm>

#include "core/text/one_line.hpp"
#include "core/text/utf8.hpp"

namespace chandler::cli::kubectl {
namespace {

constexpr std::size_t gap = 3;
constexpr std::size_t longest_cell = 4096;  // what others wrote comes through here

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, core::text::starts_character));
}

std::string shown(const std::string& text) {
  return text.empty() ? "-" : core::text::one_line(text, longest_cell);
}

}  // namespace

std::string Table::text(const Palette& palette, bool with_heads) const {
  std::vector<Row> lines;
  if (with_heads) {
    Row head;
    for (const std::string& name : heads_) head.emplace_back(name);
    lines.push_back(std::move(head));
  }
  for (const Row& row : rows_) {
    Row line;
    for (const Cell& cell : row) line.emplace_back(shown(cell.text), cell.tone);
    lines.push_back(std::move(line));
  }
  std::vector<std::size_t> widths(heads_.size());
  // The heads count although they are not printed: what a watch adds stands below them.
  for (std::size_t i = 0; i < heads_.size(); ++i) widths[i] = width_of(heads_[i]);
  for (const Row& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths.at(i) = std::max(widths.at(i), width_of(line[i].text));
  }
  std::string out;
  for (const Row& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const Cell& cell = line[i];
      const std::string_view colour = palette.of(cell.tone);
      out.append(colour).append(cell.text).append(colour.empty() ? std::string_view() : palette.off);
      if (i + 1 < line.size()) out.append(widths[i] - width_of(cell.text) + gap, ' ');
    }
    out += '\n';
  }
  return out;
}

}  // namespace chandler::cli::kubectl
