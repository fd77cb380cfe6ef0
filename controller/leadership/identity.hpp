#pragma once

#include <string>

namespace chandler::controller::leadership {

// Who this process is, for people and for the lease: the host's name, which is the pod's, and what no other process
// has, so that one that was restarted in the same pod is another.
std::string instance_id();

}  // namespace chandler::controller::leadership
