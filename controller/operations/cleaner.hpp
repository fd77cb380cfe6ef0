#pragma once

#include <chrono>
#include <stop_token>

#include "controller/cache/caches.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::controller::operations {

// Deletes operations whose time behind their end is over, and with them their Jobs, until a stop: the leader's. Blocks.
void clean(const Caches& caches, platform::kubernetes::Client& client, std::chrono::milliseconds pause,
           const std::stop_token& stop);

}  // namespace chandler::controller::operations
