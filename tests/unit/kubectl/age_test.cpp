#include "cli/kubectl/age.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::cli::kubectl {

using namespace std::chrono_literals;

TEST_CASE("a duration is told as kubectl tells it") {
  CHECK(human(-5s) == "0s");
  CHECK(human(119s) == "119s");
  CHECK(human(120s) == "2m");
  CHECK(human(599s) == "9m59s");
  CHECK(human(10min) == "10m");
  CHECK(human(3h - 1s) == "179m");
  CHECK(human(3h) == "3h");
  CHECK(human(7h + 59min) == "7h59m");
  CHECK(human(47h) == "47h");
  CHECK(human(48h) == "2d");
  CHECK(human(7 * 24h + 23h) == "7d23h");
  CHECK(human(8 * 24h) == "8d");
  CHECK(human(729 * 24h) == "729d");
  CHECK(human(731 * 24h) == "2y1d");
  CHECK(human(8 * 365 * 24h) == "8y");
}

TEST_CASE("a time is told from now, before and behind") {
  const Time now{1'000'000s};
  CHECK(relative(now - 5min, now) == "5m ago");
  CHECK(relative(now + 90s, now) == "in 90s");
  CHECK(relative(now, now) == "0s ago");
  CHECK(age(now - 30s, now) == "30s");
  CHECK(age(std::nullopt, now).empty());
}

TEST_CASE("what took less than a minute is told in parts of seconds") {
  CHECK(elapsed(72ms) == "72ms");
  CHECK(elapsed(1300ms) == "1.3s");
  CHECK(elapsed(260s) == "4m20s");
}

}  // namespace chandler::cli::kubectl
