#pragma once

#include <optional>

#include "controller/status/situation.hpp"

namespace chandler::controller::status {

// A CronJob and its runs: those whose Jobs are there, and, of those that are gone, the ones that `before` tells of.
// Nullopt: there is neither a CronJob nor a run.
std::optional<Schedule> schedule_of(const Task& task, const std::optional<Schedule>& before, Time now);

// The newest run that ended. Null: none did.
const Run* last_ended(const Schedule& schedule);

}  // namespace chandler::controller::status
