#include "dataset/parallel/block.hpp"

#include <utility>

namespace chandler::dataset::parallel {

std::vector<Block> BlockCutter::cut(EncodedText& text) {
  if (text.bytes.size() < size_) return {};
  return take(text, text.whole > 0 ? text.whole : text.bytes.size());
}

std::vector<Block> BlockCutter::finish(EncodedText& text) {
  if (text.whole == 0) {
    text.clear();
    return {};
  }
  text.bytes.resize(text.whole);
  return take(text, text.whole);
}

std::vector<Block> BlockCutter::take(EncodedText& text, std::size_t bytes) {
  const bool whole = text.whole > 0;
  std::string rest;
  rest.reserve(size_ + size_ / 2);
  rest.append(text.bytes, bytes);
  text.bytes.resize(bytes);
  std::vector<Block> blocks;
  // Objects of many MiB come as one text.
  std::size_t at = 0;
  while (bytes - at > 2 * size_) {
    blocks.push_back(
        {.data_set = data_set_, .lines_before = line_, .whole = false, .bytes = text.bytes.substr(at, size_)});
    at += size_;
  }
  if (at > 0) text.bytes.erase(0, at);
  const std::uint64_t lines = whole ? text.server_line - line_ : 0;
  blocks.push_back({.data_set = data_set_,
                    .lines_before = line_,
                    .lines = lines,
                    .whole = whole,
                    .bytes = std::exchange(text.bytes, std::move(rest))});
  line_ += lines;
  text.whole = 0;
  return blocks;
}

}  // namespace chandler::dataset::parallel
