#pragma once

#include "examples/order-food/settings.hpp"

namespace order_food {

// Serves until SIGTERM or SIGINT: then says "not ready" for the drain time, so that the Service
// stops sending, finishes what is in flight, and returns the exit code. Call before any other
// thread exists, because it blocks these signals for all of them.
int serve(const Settings& settings);

}  // namespace order_food
