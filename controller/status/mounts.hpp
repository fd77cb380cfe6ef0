#pragma once

#include <optional>

#include "controller/status/situation.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::controller::status {

// Why a pod waits for its volumes or its network, as the kubelet's newest Event says; nobody else tells. Nullopt: no
// Event does, or they cannot be read, which the log tells. One call.
std::optional<MountFailure> ask_why_stuck(platform::kubernetes::Client& client, const Pod& pod);

}  // namespace chandler::controller::status
