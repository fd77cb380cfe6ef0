#pragma once

#include <cstdint>
#include <optional>

#include "platform/files/descriptor.hpp"
#include "platform/net/patience.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::platform::net {

// A socket's descriptor.
using Socket = Descriptor;

enum class Awaited : std::uint8_t { ready, timed_out, stopped };

// Waits for one socket at a time. Keep one for the whole of an exchange: it holds a descriptor of its own
// where the patience can be stopped.
class Waiter {
 public:
  explicit Waiter(const Patience& patience);

  // `events` as poll(2) takes them. An error or hang-up counts as ready: the next call on the socket tells.
  Awaited wait(int fd, short events);

 private:
  std::chrono::steady_clock::time_point deadline_;
  std::optional<StopEvent> stop_;
};

}  // namespace chandler::platform::net
