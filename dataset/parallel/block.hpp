#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dataset/stage/encoded_text.hpp"

namespace chandler::dataset::parallel {

// Large enough that nobody waits for the next one, small enough that many fit in memory.
inline constexpr std::size_t block_bytes = 1024UZ * 1024;

// Records of one file, in its order, for one COPY.
struct Block {
  std::size_t data_set = 0;        // its place in the run
  std::uint64_t lines_before = 0;  // the count, where the block begins, of a COPY that was sent all of the file
  std::uint64_t lines = 0;         // that its records add
  bool whole = true;               // false: the last record goes on in the next block, which belongs to the same COPY
  std::string bytes;
};

// Cuts one data set's text into blocks of whole records. Only a record that is longer than a block, and what was
// encoded along with it, is spread over several. Pure.
class BlockCutter {
 public:
  // `first_line`: COPY's count behind the preamble.
  BlockCutter(std::size_t data_set, std::uint64_t first_line, std::size_t size = block_bytes)
      : data_set_(data_set), line_(first_line), size_(size) {}

  // Takes what is enough for a block off the text's front.
  std::vector<Block> cut(EncodedText& text);

  // Takes the whole records that are left. What stands behind them has no end: it is thrown away.
  std::vector<Block> finish(EncodedText& text);

 private:
  std::vector<Block> take(EncodedText& text, std::size_t bytes);

  std::size_t data_set_;
  std::uint64_t line_;
  std::size_t size_;
};

}  // namespace chandler::dataset::parallel
