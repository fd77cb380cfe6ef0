#pragma once

#include <cstddef>
#include <string_view>

namespace chandler::dataset::csv {

// Checks UTF-8 (RFC 3629) in pieces of any size. A NUL byte counts as wrong: PostgreSQL takes none.
class Utf8Checker {
 public:
  // The index of the first byte that cannot be right, or npos. After a wrong byte the checker is spent.
  std::size_t check(std::string_view piece);

  // False: the text ended inside a character.
  bool complete() const { return awaited_ == 0; }

 private:
  bool lead(unsigned char byte);

  std::size_t awaited_ = 0;     // continuation bytes still to come
  unsigned char least_ = 0x80;  // bounds of the next one: they exclude overlong forms and surrogates
  unsigned char greatest_ = 0xBF;
};

}  // namespace chandler::dataset::csv
