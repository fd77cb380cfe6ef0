#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cron/probe/checks/amcheck/agenda.hpp"
#include "cron/probe/finding.hpp"

namespace chandler::probe::amcheck {

// How much of the database was seen, in this run and in those before.
struct Coverage {
  std::int64_t objects = 0;
  std::int64_t bytes = 0;
  std::int64_t checked_objects = 0;  // to their end, in this run
  std::int64_t checked_bytes = 0;
  std::int64_t never_objects = 0;  // never to their end, as far as is known
  std::int64_t never_bytes = 0;
  std::optional<Seconds> oldest;          // the check that is the longest ago; none: something was never checked
  std::optional<std::int64_t> runs_left;  // like this one, until all was checked; none: this one did nothing
  std::optional<std::chrono::seconds> time_left;  // by the time between the last run and this one

  bool whole_now() const { return checked_objects == objects; }
};

Coverage coverage(const Relations& relations, std::span<const Agenda::State> states, const Kept& kept,
                  Seconds earlier_run, Seconds now);

// "12 of 214 objects, 1.2 GB of 20.1 GB (6 %); …"
std::string summary(const Coverage& coverage, bool remembers, const std::map<std::string, std::int64_t>& others,
                    Seconds now);
std::vector<Figure> figures(const Coverage& coverage, Seconds now);

}  // namespace chandler::probe::amcheck
