#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace chandler::dataset {

// Checks UTF-8 (RFC 3629) in pieces of any size. A NUL byte counts as wrong: PostgreSQL takes none.
class Utf8Checker {
 public:
  // The index of the first byte that cannot be right, or npos. After a wrong byte the checker is spent.
  std::size_t check(std::string_view piece);

  // False: the text ended inside a character.
  bool complete() const { return awaited_ == 0; }

  // After a wrong byte, the one to blame: what began a character that this byte does not go on with, as an
  // "é" of Latin-1 does, or itself.
  unsigned char culprit() const { return culprit_; }

 private:
  bool lead(unsigned char byte);

  unsigned char culprit_ = 0;
  std::size_t awaited_ = 0;     // continuation bytes still to come
  unsigned char least_ = 0x80;  // bounds of the next one: they exclude overlong forms and surrogates
  unsigned char greatest_ = 0xBF;
};

struct WrongByte {
  std::size_t at = 0;
  unsigned char byte = 0;
};

// The first byte of a whole text that is not UTF-8.
std::optional<WrongByte> not_utf8(std::string_view text);

}  // namespace chandler::dataset
