#pragma once

#include <chrono>

#include "platform/process/boot_clock.hpp"

namespace chandler::controller::leadership {

using Clock = platform::BootClock;
using Time = Clock::time_point;

// All follows from how long a lease lasts.
struct Timing {
  std::chrono::milliseconds duration{30'000};  // without a renewal for so long, others take it over

  // How often the leader renews it, and a standby looks at it (up to a fifth later, by chance).
  constexpr std::chrono::milliseconds renew() const { return duration / 3; }
  constexpr std::chrono::milliseconds look() const { return duration / 6; }
  // After a renewal that failed.
  constexpr std::chrono::milliseconds retry() const { return duration / 15; }

  // From a renewal's begin: so long the leader begins writes. Each takes `request()` at most; what is left, a sixth of
  // the duration, is for clocks of different speed and packets on their way.
  constexpr std::chrono::milliseconds write() const { return duration * 2 / 3; }
  constexpr std::chrono::milliseconds request() const { return duration / 6; }
};

}  // namespace chandler::controller::leadership
