#pragma once

#include <cstdint>
#include <vector>

#include "dataset/parallel/block.hpp"

namespace chandler::dataset::parallel {

// Leads from the lines of a COPY that was sent some of a file's blocks to those of one that is sent all of it. Pure.
class LineMap {
 public:
  // `preamble`: the lines that stand before the first record of every COPY.
  explicit LineMap(std::uint64_t preamble) : preamble_(preamble) {}

  // The next block of this COPY.
  void add(const Block& block);

  // Of a line that the server names.
  std::uint64_t in_file(std::uint64_t server_line) const;

 private:
  struct Span {
    std::uint64_t sent_before;  // lines of this COPY, its preamble's included
    std::uint64_t file_before;
    std::uint64_t lines;
  };
  std::uint64_t preamble_;
  std::vector<Span> spans_;
};

}  // namespace chandler::dataset::parallel
