#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chandler::dataset {

// Of an answer's Content-Range (RFC 9110, 14.4).
struct ContentRange {
  std::optional<std::uint64_t> first;  // none: "bytes */1234", of an answer 416
  std::optional<std::uint64_t> last;   // inclusive
  std::optional<std::uint64_t> total;  // none: "bytes 0-9/*"

  friend bool operator==(const ContentRange&, const ContentRange&) = default;
};

// Nullopt: not of that form, or of another unit than bytes.
std::optional<ContentRange> parse_content_range(std::string_view text);

}  // namespace chandler::dataset
