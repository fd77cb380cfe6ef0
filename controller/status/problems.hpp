#pragma once

#include <vector>

#include "controller/status/provision_status.hpp"
#include "controller/status/situation.hpp"

namespace chandler::controller::status {

// What stands in the way, the worst first, one of a reason. `status` holds all but the problems. Those that were there
// `before` keep their time.
std::vector<Problem> problems_of(const Situation& situation, const ProvisionStatus& status,
                                 const std::vector<Problem>& before, Time now);

}  // namespace chandler::controller::status
