#pragma once

#include <cstddef>
#include <string_view>

namespace chandler::sql {

// A run of bytes of a text: [begin, end).
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
  bool operator==(const Range&) const = default;
};

}  // namespace chandler::sql
