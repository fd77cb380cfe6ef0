#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "platform/net/patience.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::platform::net {

// The owner of a socket's descriptor.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket();
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  int fd() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

enum class Awaited : std::uint8_t { ready, timed_out, stopped };

// "timed out", "stopped": for messages.
std::string_view name_of(Awaited awaited);

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
