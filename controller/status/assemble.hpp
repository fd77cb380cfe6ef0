#pragma once

#include "controller/status/provision_status.hpp"
#include "controller/status/situation.hpp"

namespace chandler::controller::status {

// How a workload's provisioning is. `before`: what was known last, of which stays what nobody else knows any more.
// Pure: the same input gives the same status, but for what `now` makes of promises.
ProvisionStatus assemble(const Situation& situation, const ProvisionStatus& before, Time now);

}  // namespace chandler::controller::status
