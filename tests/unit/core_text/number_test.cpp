#include "core/text/number.hpp"

#include <array>

#include <catch2/catch_test_macros.hpp>

#include "core/text/list.hpp"

using namespace chandler::core::text;

TEST_CASE("whole numbers within bounds") {
  CHECK(parse_whole("1", 1, 10) == 1);
  CHECK(parse_whole("10", 1, 10) == 10);
  for (const auto* wrong : {"", "0", "11", "-1", "+1", " 1", "1 ", "1.0", "0x1", "99999999999999999999"}) {
    INFO(wrong);
    CHECK_FALSE(parse_whole(wrong, 1, 10));
  }
}

TEST_CASE("ports are numbers: service names do not resolve in a foreign image") {
  CHECK(parse_port("5432") == 5432);
  CHECK(parse_port("65535") == 65535);
  CHECK_FALSE(parse_port("65536"));
  CHECK_FALSE(parse_port("0"));
  CHECK_FALSE(parse_port("http"));
}

TEST_CASE("percentages carry their sign") {
  CHECK(parse_percentage("10%")->percent == 10);
  CHECK(parse_percentage("0.5%")->percent == 0.5);
  for (const auto* wrong : {"10", "%", "101%", "-1%", "1.2.3%", "nan%", "1e1%"}) {
    INFO(wrong);
    CHECK_FALSE(parse_percentage(wrong));
  }
}

TEST_CASE("a choice names all and the nearest") {
  static constexpr std::array<std::string_view, 2> choices{"fail", "allow"};
  CHECK(parse_choice("fail", choices) == "fail");
  const auto wrong = parse_choice("alow", choices);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().why == "is not one of fail, allow");
  CHECK(wrong.error().nearest == "allow");
}

TEST_CASE("a list names the item that is wrong where there are several") {
  const auto port = [](std::string_view text) { return parse_port(text); };
  CHECK(parse_list("1, 2 ,3", port)->size() == 3);
  CHECK(parse_list("x", port).error().why == "is not a port number from 1 to 65535");
  CHECK(parse_list("1,x", port).error().why == "has \"x\", which is not a port number from 1 to 65535");
  CHECK(parse_list("1,", port).error().why == "has an empty entry between its commas");
}
