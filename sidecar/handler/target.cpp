#include "sidecar/handler/target.hpp"

#include <algorithm>

#include "platform/process/shutdown.hpp"

namespace chandler::execute {

bool Target::wait(const std::stop_token& stop) const {
  for (;;) {
    Clock::duration left{};
    {
      const std::scoped_lock lock(mutex_);
      left = until_ - Clock::now();
    }
    if (left <= Clock::duration::zero()) return !stop.stop_requested();
    if (!platform::sleep_unless_stopped(stop, left)) return false;
  }
}

std::chrono::milliseconds Target::pause(Clock::time_point began, std::optional<std::chrono::milliseconds> after) {
  const auto now = Clock::now();
  const std::scoped_lock lock(mutex_);
  if (began >= paused_at_) {
    paused_at_ = now;
    until_ = std::max(until_, now + after.value_or(backoff_.next(0)));
  }
  return std::max(std::chrono::milliseconds(0), std::chrono::ceil<std::chrono::milliseconds>(until_ - now));
}

void Target::well() {
  const std::scoped_lock lock(mutex_);
  backoff_.reset();
}

}  // namespace chandler::execute
