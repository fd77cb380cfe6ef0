#pragma once

#include "controller/status/provision_status.hpp"
#include "controller/status/situation.hpp"

namespace chandler::controller::status {

// Until when a status stays as it was assembled at `now`, should nothing that it is made of change: a promise ends, a
// run falls due, a pod waits for too long. At most ten minutes.
Time due_of(const Situation& situation, const ProvisionStatus& status, Time now);

}  // namespace chandler::controller::status
