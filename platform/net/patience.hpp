#pragma once

#include <algorithm>
#include <chrono>
#include <stop_token>

namespace chandler::platform::net {

// How long a call may block: until the deadline or a stop, whichever comes first.
struct Patience {
  std::chrono::steady_clock::time_point deadline;
  std::stop_token stop;

  // The same, but no longer than `longest` from now.
  Patience capped(std::chrono::steady_clock::duration longest) const {
    return {.deadline = std::min(deadline, std::chrono::steady_clock::now() + longest), .stop = stop};
  }
};

}  // namespace chandler::platform::net
