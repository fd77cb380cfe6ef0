#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>

#include "core/error.hpp"

namespace chandler::execute {

// Tells the executor that serves its state at this address of this machine (numeric; that of all interfaces will do) to
// claim nothing more, and waits until nothing of its is in flight, or it has ended. Errors, all could_not:
// execute.no_executor (nothing answers there), execute.not_drained (not within the patience), execute.stopped.
core::Expected<void> drain(const std::string& address, std::uint16_t port, std::chrono::milliseconds patience,
                           const std::stop_token& stop);

}  // namespace chandler::execute
