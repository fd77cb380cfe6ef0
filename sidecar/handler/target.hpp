#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <stop_token>

#include "platform/process/backoff.hpp"

namespace chandler::execute {

// Whether an application takes calls now, as all workers know it. Any thread.
class Target {
 public:
  using Clock = std::chrono::steady_clock;

  // Blocks while it is left in peace. False: a stop.
  bool wait(const std::stop_token& stop) const;

  // It did not take a call that was begun at `began`: it is left in peace for as long as it said, or twice as long as
  // the last time. What was begun before the last pause says nothing new. For how long it is still.
  std::chrono::milliseconds pause(Clock::time_point began, std::optional<std::chrono::milliseconds> after);

  // It took a call.
  void well();

 private:
  mutable std::mutex mutex_;
  Clock::time_point paused_at_;
  Clock::time_point until_;
  platform::Backoff backoff_{std::chrono::milliseconds(500), std::chrono::milliseconds(30'000)};
};

}  // namespace chandler::execute
