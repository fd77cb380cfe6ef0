#include "core/text/cron.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using chandler::core::text::parse_cron;

TEST_CASE("schedules that the CronJob controller takes are taken") {
  const auto* text =
      GENERATE("0 3 * * *", "*/15 * * * *", "0 3 * * MON-FRI", "5,35 0-6/2 1 JAN,jul ?", "@hourly", "@daily",
               "@midnight", "@every 5m", "@every 1h30m", "0  3  *  *  6", "59 23 31 12 0", "5/15 * * * *");
  INFO(text);
  const auto schedule = parse_cron(text);
  REQUIRE(schedule);
  CHECK(*schedule == text);
}

TEST_CASE("what it refuses is refused") {
  const auto* text = GENERATE("", "* * * *", "* * * * * *", "60 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 * 13 *",
                              "0 0 * * 7", "0 0 * * SUNDAY", "5-1 * * * *", "*/0 * * * *", "1, * * * *", "a * * * *",
                              "-1 * * * *", "@hourley", "@every", "@every 5", "@every 1ms", "CRON_TZ=UTC 0 3 * * *",
                              "TZ=Europe/Berlin @daily", "1-2-3 * * * *", "0\t3 * * *");
  INFO(text);
  CHECK_FALSE(parse_cron(text));
}

TEST_CASE("a refusal names the field, its bounds and what was probably meant") {
  CHECK(parse_cron("0 25 * * *").error().why == "has \"25\" for the hour, which goes from 0 to 23");
  CHECK(parse_cron("@hourley").error().nearest == "@hourly");
}
