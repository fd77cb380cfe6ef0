#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "core/text/cron_fields.hpp"

namespace chandler::core::schedule {

using Time = std::chrono::sys_seconds;

// The first minute behind `after` whose wall clock in that zone is in the fields. Like Kubernetes' controller, a time
// that a clock change skips is left out that day, and one that comes twice counts twice. Nullopt: none in five years,
// such as a 30th of February. Null `zone`: UTC.
std::optional<Time> next_match(const text::CronFields& fields, const std::chrono::time_zone* zone, Time after);

struct Scheduled {
  std::string_view schedule;   // as text::parse_cron takes it
  std::string_view time_zone;  // "Europe/Berlin"; empty: UTC, which most controller managers run in
  Time since;                  // the last scheduled time, else when the CronJob was made: what @every counts from
};

// When a CronJob runs next. Nullopt: the schedule is out of grammar, or this machine does not know the zone. Reads the
// time zone database when a zone is asked for.
std::optional<Time> next_run(const Scheduled& scheduled, Time now);

}  // namespace chandler::core::schedule
