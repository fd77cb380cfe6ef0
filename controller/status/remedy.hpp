#pragma once

#include <string>
#include <vector>

#include "controller/status/situation.hpp"

// What a person can type, as it is.
namespace chandler::controller::status {

// "kubectl rollout restart deployment/menu -n apps", or that it is being done.
std::string remedy_of_missed(const Situation& situation);

// Which directives the pod template holds otherwise than the workload's metadata, and the command that sets it right.
std::string describe_stale_copies(const WorkloadKey& key, const std::vector<core::injection::StaleCopy>& copies);

}  // namespace chandler::controller::status
