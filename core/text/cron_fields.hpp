#pragma once

#include <cstdint>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::text {

// The five fields of a cron schedule, a bit for each value that is in it: bit 0 of the minutes is minute 0, bit 1 of
// the days the first of the month, bit 0 of the weekdays Sunday.
struct CronFields {
  std::uint64_t minutes = 0;
  std::uint64_t hours = 0;
  std::uint64_t days = 0;
  std::uint64_t months = 0;
  std::uint64_t weekdays = 0;
  // Written as * or ?. Where one of the two is, a day has to be in both; else in either (crontab(5)).
  bool any_day = false;
  bool any_weekday = false;

  bool operator==(const CronFields&) const = default;
};

// "0 3 * * MON-FRI", or one of @yearly … @hourly.
Parsed<CronFields> parse_cron_fields(std::string_view text);

}  // namespace chandler::core::text
