#pragma once

#include <string>
#include <vector>

#include "controller/api/records.hpp"

namespace chandler::controller::api {

// {"items":[…]}: the runs that a Provision's status tells of and the operations on its workload, the newest first. An
// item's `type` is "run" or "operation".
std::string history_of(const ProvisionRecord& provision, const std::vector<Records::Operation>& operations);

}  // namespace chandler::controller::api
