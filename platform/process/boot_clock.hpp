#pragma once

#include <chrono>

#include <time.h>

namespace chandler::platform {

// Counts also while the machine is suspended, and is never set: what a promise to others is measured by. The steady
// clock stands still meanwhile (CLOCK_MONOTONIC). clock_gettime(2).
struct BootClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<BootClock>;
  static constexpr bool is_steady = true;

  static time_point now() noexcept {
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return time_point(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
  }
};

}  // namespace chandler::platform
