#include "core/text/duration.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace std::chrono_literals;
using chandler::core::text::parse_duration;
using chandler::core::text::to_text;

TEST_CASE("durations are whole numbers with units, the largest first") {
  CHECK(parse_duration("500ms") == 500ms);
  CHECK(parse_duration("5s") == 5s);
  CHECK(parse_duration("1m30s") == 90s);
  CHECK(parse_duration("2h") == 2h);
  CHECK(parse_duration("1h1m1s1ms") == 1h + 1min + 1s + 1ms);
  CHECK(parse_duration("0s") == 0ms);
}

TEST_CASE("anything else is no duration") {
  const auto* text =
      GENERATE("", "5", "s", "5 s", "-5s", "1.5s", "1s1h", "1s1s", "5seconds", "99999999999999999999s", "9000h", "1d");
  INFO(text);
  CHECK_FALSE(parse_duration(text));
}

TEST_CASE("a duration is written with the largest unit that divides it, and reads back") {
  CHECK(to_text(0ms) == "0s");
  CHECK(to_text(90s) == "90s");
  CHECK(to_text(120s) == "2m");
  CHECK(to_text(1500ms) == "1500ms");
  CHECK(to_text(2h) == "2h");
  const auto duration = GENERATE(0ms, 1ms, 999ms, 1000ms, 61'000ms, 3'600'000ms, 3'601'000ms);
  CHECK(parse_duration(to_text(duration)) == duration);
}
