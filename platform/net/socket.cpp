#include "platform/net/socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>

namespace chandler::platform::net {

using Clock = std::chrono::steady_clock;

Waiter::Waiter(const Patience& patience) : deadline_(patience.deadline) {
  if (patience.stop.stop_possible()) stop_.emplace(patience.stop);
}

Awaited Waiter::wait(int fd, short events) {
  // poll() skips a negative descriptor.
  std::array<pollfd, 2> watched{{{fd, events, 0}, {stop_ ? stop_->fd() : -1, POLLIN, 0}}};
  for (;;) {
    const auto left =
        std::clamp<Clock::duration>(deadline_ - Clock::now(), Clock::duration::zero(), std::chrono::hours(1));
    const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    const int found = poll(watched.data(), watched.size(), static_cast<int>(milliseconds));
    if (found < 0 && errno == EINTR) continue;
    if (watched[1].revents != 0) return Awaited::stopped;
    if (watched[0].revents != 0 || found < 0) return Awaited::ready;
    if (Clock::now() >= deadline_) return Awaited::timed_out;
  }
}

}  // namespace chandler::platform::net
