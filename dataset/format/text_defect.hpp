#pragma once

#include <cstddef>
#include <cstdint>

namespace chandler::dataset {

// What keeps a text file from being read, and where: lines count from 1 as an editor shows them. Fault is the format's
// list of what can be wrong.
template <typename Fault>
struct TextDefect {
  Fault fault = Fault::empty;
  std::uint64_t line = 1;  // of the record's first byte, or where the fault says another
  std::size_t field = 0;   // 1-based; 0: the whole record
  std::size_t seen = 0;
  std::size_t expected = 0;

  friend bool operator==(const TextDefect&, const TextDefect&) = default;
};

}  // namespace chandler::dataset
