#include <algorithm>

#include "dataset/json/splitter.hpp"

namespace chandler::dataset::json {

std::expected<void, Defect> LineSplitter::feed(std::string_view piece) {
  while (!piece.empty()) {
    if (!in_object_) {
      const char c = piece.front();
      if (c == '\n') ++line_;
      if (c == '\n' || c == ' ' || c == '\t' || c == '\r') {
        piece.remove_prefix(1);
        continue;
      }
      if (auto begun = begin(c); !begun) return begun;
    }
    const std::size_t end = std::min(piece.find('\n'), piece.size());
    size_ += end;
    if (size_ > longest_object) return std::unexpected(Defect{.fault = Fault::too_long, .line = line_});
    sink_.bytes(piece.substr(0, end));
    piece.remove_prefix(end);
    if (!piece.empty()) this->end();
  }
  return {};
}

std::expected<void, Defect> LineSplitter::begin(char first) {
  if (first != '{' && !any_line_) {
    return std::unexpected(Defect{.fault = Fault::not_an_object, .line = line_, .text = std::string(1, first)});
  }
  in_object_ = true;
  size_ = 0;
  sink_.begin(line_);
  return {};
}

// The line end itself is counted where the next object is looked for.
void LineSplitter::end() {
  in_object_ = false;
  sink_.end(++records_);
}

std::expected<void, Defect> LineSplitter::finish() {
  if (in_object_) end();
  return {};
}

}  // namespace chandler::dataset::json
