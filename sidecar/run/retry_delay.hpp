#pragma once

#include <chrono>

namespace chandler::execute {

// How long a task that failed waits: 1, 2, 4, … s after its first, second, third attempt, an hour at most, and up to
// half as much more by chance, so that those that failed together do not come back together. `chance`: from 0 up to 1.
std::chrono::milliseconds retry_delay(int attempt, double chance);

}  // namespace chandler::execute
