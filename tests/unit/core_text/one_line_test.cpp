#include "core/text/one_line.hpp"

#include <catch2/catch_test_macros.hpp>

using chandler::core::text::one_line;

TEST_CASE("a line has no control characters") {
  CHECK(one_line("a\nb\t\tc\x7F"
                 "d",
                 100) == "a b c d");
  CHECK(one_line("\n\na", 100) == "a");
  CHECK(one_line("a\xC2\x85"
                 "b\xE2\x80\xA8"
                 "c",
                 100) == "a b c");
}

TEST_CASE("a line is valid UTF-8") {
  CHECK(one_line("Café", 100) == "Café");
  CHECK(one_line("a\xFF"
                 "b",
                 100) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(one_line("\xC0\xAF", 100) == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(one_line("\xED\xA0\x80", 100).size() == 9);
  CHECK(one_line("a\xE2\x82", 100) == "a\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("what is cut ends in an ellipsis, at a character's border, within the limit") {
  CHECK(one_line("abcdef", 6) == "abcdef");
  CHECK(one_line("abcdefg", 6) == "abc…");
  CHECK(one_line("ééééé", 8) == "éé…");
  for (std::size_t limit = 0; limit < 12; ++limit) CHECK(one_line("ééé\nééé", limit).size() <= limit);
}
