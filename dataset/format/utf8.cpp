#include "dataset/format/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace chandler::dataset {
namespace {

// True: eight bytes from 0x01 to 0x7F.
bool plain(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  constexpr std::uint64_t high = 0x8080808080808080U;
  constexpr std::uint64_t ones = 0x0101010101010101U;
  return ((word | (word - ones)) & high) == 0;
}

}  // namespace

bool Utf8Checker::lead(unsigned char byte) {
  least_ = 0x80;
  greatest_ = 0xBF;
  if (byte >= 0xC2 && byte <= 0xDF) {
    awaited_ = 1;
  } else if (byte >= 0xE0 && byte <= 0xEF) {
    awaited_ = 2;
    if (byte == 0xE0) least_ = 0xA0;
    if (byte == 0xED) greatest_ = 0x9F;
  } else if (byte >= 0xF0 && byte <= 0xF4) {
    awaited_ = 3;
    if (byte == 0xF0) least_ = 0x90;
    if (byte == 0xF4) greatest_ = 0x8F;
  } else {
    return false;
  }
  return true;
}

std::size_t Utf8Checker::check(std::string_view piece) {
  std::size_t i = 0;
  while (i < piece.size()) {
    if (awaited_ == 0) {
      while (i + 8 <= piece.size() && plain(piece.data() + i)) i += 8;
      if (i == piece.size()) break;
    }
    const auto byte = static_cast<unsigned char>(piece[i]);
    if (awaited_ > 0) {
      if (byte < least_ || byte > greatest_) return i;  // the culprit began it
      --awaited_;
      least_ = 0x80;
      greatest_ = 0xBF;
    } else if (byte == 0 || byte >= 0x80) {
      culprit_ = byte;
      if (byte == 0 || !lead(byte)) return i;
    }
    ++i;
  }
  return std::string_view::npos;
}

std::optional<WrongByte> not_utf8(std::string_view text) {
  Utf8Checker checker;
  const std::size_t wrong = checker.check(text);
  if (wrong != std::string_view::npos) return WrongByte{wrong, checker.culprit()};
  if (!checker.complete()) return WrongByte{text.size() - 1, checker.culprit()};
  return std::nullopt;
}

}  // namespace chandler::dataset
