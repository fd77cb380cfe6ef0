#pragma once

#include <vector>

#include "controller/events/event.hpp"
#include "controller/status/provision_status.hpp"

namespace chandler::controller::status {

// The Events that tell of a change: what came to stand in the way, and what is over. What the Reconciler tells of, that
// something is wrong with an annotation, is not among them. Pure.
std::vector<events::Event> events_between(const std::vector<Problem>& before, const std::vector<Problem>& now,
                                          const events::Regarding& workload);

}  // namespace chandler::controller::status
