#include "core/schedule/next_run.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>

#include "core/text/cron.hpp"
#include "core/text/duration.hpp"

namespace chandler::core::schedule {
namespace {

using namespace std::chrono;
using text::CronFields;

constexpr days horizon{5 * 366};

bool has(std::uint64_t bits, unsigned bit) {
  return (bits >> bit & 1U) != 0;
}

// The lowest bit that is set from `from` on; 64: none.
unsigned next_bit(std::uint64_t bits, unsigned from) {
  return from >= 64 ? 64 : static_cast<unsigned>(std::countr_zero(bits & ~std::uint64_t{0} << from));
}

bool on_day(const CronFields& fields, local_days day) {
  const year_month_day date(day);
  if (!has(fields.months, static_cast<unsigned>(date.month()) - 1)) return false;
  const bool of_month = has(fields.days, static_cast<unsigned>(date.day()) - 1);
  const bool of_week = has(fields.weekdays, weekday(day).c_encoding());
  return fields.any_day || fields.any_weekday ? of_month && of_week : of_month || of_week;
}

// The first time from `from` on, and before `end`, on a clock that is never changed.
std::optional<local_seconds> match_between(const CronFields& fields, local_seconds from, local_seconds end) {
  for (auto day = floor<days>(from); day < end; day += days(1)) {
    if (!on_day(fields, day)) continue;
    const minutes begin = day >= from ? minutes(0) : ceil<minutes>(from - day);
    auto minute = static_cast<unsigned>(begin.count() % 60);
    for (auto hour = static_cast<unsigned>(begin.count() / 60); (hour = next_bit(fields.hours, hour)) < 24; ++hour) {
      if (hour != static_cast<unsigned>(begin.count() / 60)) minute = 0;
      const unsigned found = next_bit(fields.minutes, minute);
      if (found >= 60) continue;
      const local_seconds at = day + hours(hour) + minutes(found);
      if (at >= end) return std::nullopt;
      return at;
    }
  }
  return std::nullopt;
}

const time_zone* find_zone(std::string_view name) {
  try {
    return locate_zone(name);
  } catch (const std::runtime_error&) {  // not in the database, or there is no database
    return nullptr;
  }
}

// `since` and every `pause` behind it.
Time next_of_pause(Time since, seconds pause, Time now) {
  if (now < since) return since + pause;
  return since + ((now - since) / pause + 1) * pause;
}

}  // namespace

std::optional<Time> next_match(const CronFields& fields, const time_zone* zone, Time after) {
  const Time last = after + horizon;
  for (Time from = floor<minutes>(after) + minutes(1); from < last;) {
    // A stretch of time within which the clock is not changed.
    const seconds offset = zone == nullptr ? seconds(0) : zone->get_info(from).offset;
    const Time end = zone == nullptr ? last : std::min<Time>(zone->get_info(from).end, last);
    const auto local = [&](Time time) { return local_seconds((time + offset).time_since_epoch()); };
    if (const auto found = match_between(fields, local(from), local(end)))
      return Time(found->time_since_epoch()) - offset;
    from = end;
  }
  return std::nullopt;
}

std::optional<Time> next_run(const Scheduled& scheduled, Time now) {
  if (scheduled.schedule.starts_with(text::every_prefix)) {
    const auto pause = text::parse_duration(scheduled.schedule.substr(text::every_prefix.size()));
    if (!pause || *pause < seconds(1)) return std::nullopt;
    return next_of_pause(scheduled.since, floor<seconds>(*pause), now);
  }
  const auto fields = text::parse_cron_fields(scheduled.schedule);
  if (!fields) return std::nullopt;
  if (scheduled.time_zone.empty()) return next_match(*fields, nullptr, now);
  const time_zone* const zone = find_zone(scheduled.time_zone);
  if (zone == nullptr) return std::nullopt;
  return next_match(*fields, zone, now);
}

}  // namespace chandler::core::schedule
