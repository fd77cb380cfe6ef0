#include "core/schedule/next_run.hpp"

#include <format>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace chandler::core::schedule {
namespace {

using namespace std::chrono;

// "2012-07-09T14:45:00+0000"
Time at(const std::string& text) {
  std::istringstream in(text);
  Time time;
  in >> parse("%FT%T%z", time);
  REQUIRE(!in.fail());
  return time;
}

std::string shown(std::optional<Time> time) {
  return time ? std::format("{:%FT%TZ}", *time) : "never";
}

std::string next(const std::string& schedule, const std::string& after, const std::string& zone = "") {
  return shown(next_run({.schedule = schedule, .time_zone = zone, .since = at(after)}, at(after)));
}

struct Case {
  const char* after;
  const char* schedule;
  const char* next;
};

// What is in a field, seen another way: minute by minute, by the zone's own clock.
Time next_by_trying(const text::CronFields& fields, const time_zone* zone, Time after) {
  const auto has = [](std::uint64_t bits, unsigned bit) { return (bits & std::uint64_t{1} << bit) != 0; };
  for (Time time = floor<minutes>(after) + minutes(1);; time += minutes(1)) {
    const local_seconds local = zone->to_local(time);
    const auto day = floor<days>(local);
    const year_month_day date(day);
    const hh_mm_ss clock(local - day);
    const bool of_month = has(fields.days, static_cast<unsigned>(date.day()) - 1);
    const bool of_week = has(fields.weekdays, weekday(day).c_encoding());
    const bool either = !fields.any_day && !fields.any_weekday;
    if (has(fields.months, static_cast<unsigned>(date.month()) - 1) &&
        (either ? of_month || of_week : of_month && of_week) &&
        has(fields.hours, static_cast<unsigned>(clock.hours().count())) &&
        has(fields.minutes, static_cast<unsigned>(clock.minutes().count())))
      return time;
  }
}

}  // namespace

// Those of https://github.com/robfig/cron/blob/v3.0.1/spec_test.go, without its field for seconds.
TEST_CASE("the next time is that of Kubernetes' own library") {
  const Case each =
      GENERATE(values<Case>({{"2012-07-09T14:45:00+0000", "0/15 * * * *", "2012-07-09T15:00:00Z"},
                             {"2012-07-09T14:59:59+0000", "0/15 * * * *", "2012-07-09T15:00:00Z"},
                             {"2012-07-09T15:45:00+0000", "20-35/15 * * * *", "2012-07-09T16:20:00Z"},
                             {"2012-07-09T23:46:00+0000", "*/15 * * * *", "2012-07-10T00:00:00Z"},
                             {"2012-07-09T23:45:00+0000", "20-35/15 * * * *", "2012-07-10T00:20:00Z"},
                             {"2012-07-09T23:35:00+0000", "0 0 9 Apr-Oct ?", "2012-08-09T00:00:00Z"},
                             {"2012-07-09T23:35:00+0000", "0 0 */5 Apr,Aug,Oct Mon", "2012-08-01T00:00:00Z"},
                             {"2012-07-09T23:35:00+0000", "0 0 * Feb Mon", "2013-02-04T00:00:00Z"},
                             {"2012-07-09T23:35:00+0000", "0 0 * Feb Mon/2", "2013-02-01T00:00:00Z"},
                             {"2012-12-31T23:59:45+0000", "* * * * *", "2013-01-01T00:00:00Z"},
                             {"2012-07-09T23:35:00+0000", "0 0 29 Feb ?", "2016-02-29T00:00:00Z"},
                             {"2012-07-09T23:35:00+0000", "0 0 30 Feb ?", "never"},
                             {"2012-07-09T23:35:00+0000", "0 0 31 Apr ?", "never"},
                             {"2012-07-09T23:35:00+0000", "@monthly", "2012-08-01T00:00:00Z"},
                             {"2012-07-09T23:35:00+0000", "@weekly", "2012-07-15T00:00:00Z"},
                             {"2012-07-09T23:35:00+0000", "@yearly", "2013-01-01T00:00:00Z"},
                             {"2012-07-09T14:45:10+0000", "@every 5m", "2012-07-09T14:50:10Z"}}));
  INFO(each.schedule);
  CHECK(next(each.schedule, each.after) == each.next);
}

TEST_CASE("a clock change skips a time or brings it twice") {
  const Case each = GENERATE(values<Case>({// 2:00 EST becomes 3:00 EDT.
                                           {"2012-03-11T00:00:00-0500", "30 2 11 Mar ?", "2013-03-11T06:30:00Z"},
                                           {"2012-03-11T01:00:00-0500", "0 * * * ?", "2012-03-11T07:00:00Z"},
                                           {"2012-03-11T00:00:00-0500", "0 2 * * ?", "2012-03-12T06:00:00Z"},
                                           {"2012-03-11T00:00:00-0500", "0 1 * * ?", "2012-03-11T06:00:00Z"},
                                           // 2:00 EDT becomes 1:00 EST.
                                           {"2012-11-04T00:00:00-0400", "30 2 04 Nov ?", "2012-11-04T07:30:00Z"},
                                           {"2012-11-04T01:45:00-0400", "30 1 04 Nov ?", "2012-11-04T06:30:00Z"},
                                           {"2012-11-04T00:00:00-0400", "0 * * * ?", "2012-11-04T05:00:00Z"},
                                           {"2012-11-04T01:00:00-0400", "0 * * * ?", "2012-11-04T06:00:00Z"},
                                           {"2012-11-04T01:00:00-0500", "0 2 * * ?", "2012-11-04T07:00:00Z"}}));
  INFO(each.schedule << " after " << each.after);
  CHECK(next(each.schedule, each.after, "America/New_York") == each.next);
}

TEST_CASE("the same minute as a search through all of them") {
  const auto* zone = locate_zone(GENERATE("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata"));
  const auto* schedule = GENERATE("7 */5 * * *", "30 2 * * *", "0 0 1,15 * SUN", "59 23 * * 3", "*/7 1-3 * * ?");
  const auto fields = text::parse_cron_fields(schedule).value();
  INFO(zone->name() << " " << schedule);
  for (Time time = at("2017-01-01T00:00:00+0000"); time < at("2019-01-01T00:00:00+0000");
       time += hours(24 * 5) + minutes(7)) {
    CHECK(shown(next_match(fields, zone, time)) == shown(next_by_trying(fields, zone, time)));
  }
}

TEST_CASE("@every counts on from the last time") {
  const Scheduled hourly{.schedule = "@every 1h", .time_zone = "", .since = at("2026-11-21T10:00:30+0000")};
  CHECK(shown(next_run(hourly, at("2026-11-21T10:00:30+0000"))) == "2026-11-21T11:00:30Z");
  CHECK(shown(next_run(hourly, at("2026-11-21T12:30:00+0000"))) == "2026-11-21T13:00:30Z");
  CHECK(shown(next_run(hourly, at("2026-11-21T09:00:00+0000"))) == "2026-11-21T11:00:30Z");
}

TEST_CASE("what cannot be known is left out") {
  CHECK(next("0 3 * * *", "2026-11-21T00:00:00+0000", "Mars/Olympus_Mons") == "never");
  CHECK(next("whenever", "2026-11-21T00:00:00+0000") == "never");
  CHECK(next("@every 1ms", "2026-11-21T00:00:00+0000") == "never");
}

}  // namespace chandler::core::schedule
