#include "dataset/parallel/line_map.hpp"

#include <algorithm>

namespace chandler::dataset::parallel {

void LineMap::add(const Block& block) {
  if (!spans_.empty()) {
    Span& last = spans_.back();
    if (last.file_before + last.lines == block.lines_before) {
      last.lines += block.lines;
      return;
    }
    spans_.push_back({last.sent_before + last.lines, block.lines_before, block.lines});
    return;
  }
  spans_.push_back({preamble_, block.lines_before, block.lines});
}

std::uint64_t LineMap::in_file(std::uint64_t server_line) const {
  // The last span that begins before the line.
  const auto behind =
      std::ranges::partition_point(spans_, [&](const Span& span) { return span.sent_before < server_line; });
  if (behind == spans_.begin()) return server_line;
  const Span& span = *(behind - 1);
  return span.file_before + (server_line - span.sent_before);
}

}  // namespace chandler::dataset::parallel
