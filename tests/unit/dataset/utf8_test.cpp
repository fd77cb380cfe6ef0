#include "dataset/format/utf8.hpp"

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

constexpr auto right = std::string_view::npos;

// Decodes by arithmetic, as RFC 3629 words it, to check the table-like checker against.
bool valid(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
    if (length == 0 || i + length > text.size() || lead == 0 || lead > 0xF7) return false;
    unsigned code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0U) != 0x80U) return false;
      code = code << 6U | (next & 0x3FU);
    }
    static constexpr unsigned least[] = {0, 1, 0x80, 0x800, 0x10000};
    if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    i += length;
  }
  return true;
}

TEST_CASE("every text of two bytes, and every lead with every second byte, is judged by the standard's arithmetic") {
  for (unsigned a = 0; a < 256; ++a) {
    for (unsigned b = 0; b < 256; ++b) {
      for (const std::string& tail :
           {std::string(), std::string("\x80"), std::string("\x80\x80"), std::string("\xBFz")}) {
        const std::string text = std::string{static_cast<char>(a), static_cast<char>(b)} + tail;
        Utf8Checker checker;
        const bool judged = checker.check(text) == right && checker.complete();
        INFO("bytes " << a << " " << b << " and " << tail.size() << " more");
        REQUIRE(judged == valid(text));
      }
    }
  }
}

TEST_CASE("the wrong byte is named, also behind a long plain text") {
  for (std::size_t plain = 0; plain < 40; ++plain) {
    Utf8Checker checker;
    CHECK(checker.check(std::string(plain, 'x') + "\xFF" + "yyyyyyyyyyyyyyyy") == plain);
  }
  Utf8Checker checker;
  CHECK(checker.check(std::string("abcdefghijk\0lmnopqrst", 21)) == 11);
}

TEST_CASE("a character may be split between pieces") {
  Utf8Checker checker;
  CHECK(checker.check("x\xF0\x9F") == right);
  CHECK_FALSE(checker.complete());
  CHECK(checker.check("\x8D") == right);
  CHECK(checker.check("\x95y") == right);
  CHECK(checker.complete());
  CHECK(checker.check("\xF0") == right);
  CHECK(checker.check("\x80") == 0);
}

}  // namespace
}  // namespace chandler::dataset
