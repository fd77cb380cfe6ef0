#pragma once

#include <atomic>

#include "platform/process/boot_clock.hpp"

namespace chandler::execute {

// Until when, by our own clock, our tasks are surely ours: counted from before the database was asked, so that it never
// lasts longer than the database's own. Any thread.
class Lease {
 public:
  using Clock = platform::BootClock;

  void extend(Clock::time_point asked, std::chrono::milliseconds lease) {
    until_.store((asked + lease).time_since_epoch().count(), std::memory_order_relaxed);
  }
  bool holds() const { return Clock::now().time_since_epoch().count() < until_.load(std::memory_order_relaxed); }

 private:
  std::atomic<Clock::rep> until_ = 0;
};

}  // namespace chandler::execute
