#include "init/migrate/layout/flyway/checksum.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include <zlib.h>

namespace chandler::migrate::flyway_layout {
namespace {

// The code point that begins at `at`, and its length. Input is valid UTF-8: names come from PostgreSQL.
struct Character {
  std::uint32_t code = 0;
  std::size_t length = 1;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const auto length = static_cast<std::size_t>(std::max(1, std::countl_one(lead)));
  std::uint32_t code = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length && at + i < text.size(); ++i) {
    code = code << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  return {code, length};
}

template <typename Use>
void each_part(std::string_view text, char separator, Use use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

void Checksum::sum(std::string_view text) {
  crc_ = static_cast<std::uint32_t>(crc32_z(crc_, reinterpret_cast<const Bytef*>(text.data()), text.size()));
}

// Line ends don't count, so that a piece may end anywhere, also between "\r" and "\n". Each is looked for by
// itself: memchr does a gigabyte in the time that find_first_of takes for some megabytes. Short lines are put
// together before they are summed up, which begins slowly.
void Checksum::add(std::string_view piece) {
  std::array<char, 4UZ * 1024> lines;
  std::size_t used = 0;
  const auto flush = [&] { sum({lines.data(), std::exchange(used, 0)}); };
  each_part(piece, '\n', [&](std::string_view line) {
    each_part(line, '\r', [&](std::string_view part) {
      if (part.size() > lines.size() - used) flush();
      if (part.size() > lines.size()) return sum(part);
      std::ranges::copy(part, lines.begin() + static_cast<std::ptrdiff_t>(used));
      used += part.size();
    });
  });
  flush();
}

std::int32_t checksum(std::string_view text) {
  Checksum sum;
  sum.add(text);
  return sum.value();
}

std::int32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = character_at(text, at);
    at += length;
    if (code >= 0x10000U) {
      hash = 31 * hash + (0xD800U + ((code - 0x10000U) >> 10U));
      hash = 31 * hash + (0xDC00U + ((code - 0x10000U) & 0x3FFU));
    } else {
      hash = 31 * hash + code;
    }
  }
  return static_cast<std::int32_t>(hash);
}

}  // namespace chandler::migrate::flyway_layout
