#pragma once

#include <optional>

#include "controller/status/provision_status.hpp"
#include "controller/status/situation.hpp"

namespace chandler::controller::status {

// What holds one pod up that our containers, or the kubelet of them, tell of.
std::optional<Problem> problem_of(const Pod& pod);

}  // namespace chandler::controller::status
