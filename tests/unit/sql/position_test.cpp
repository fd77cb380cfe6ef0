#include "sql/position.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::sql {
namespace {

TEST_CASE("a place counts lines and characters from one") {
  const std::string_view text = "SELECT 1;\nSELECT 'é', x;\r\nz";
  CHECK(place_of(text, 0) == Place{1, 1});
  CHECK(place_of(text, text.find('x')) == Place{2, 13});
  CHECK(place_of(text, text.find('z')) == Place{3, 1});
  CHECK(place_of(text, text.size()) == Place{3, 2});
}

TEST_CASE("a character's number is turned into its byte") {
  const std::string_view text = "aé€😀b";
  CHECK(byte_of_character(text, 0) == 0);
  CHECK(byte_of_character(text, 2) == 3);
  CHECK(byte_of_character(text, 4) == text.find('b'));
  CHECK(byte_of_character(text, 99) == text.size());
}

}  // namespace
}  // namespace chandler::sql
