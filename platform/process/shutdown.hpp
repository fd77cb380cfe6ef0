#pragma once

#include <chrono>
#include <stop_token>
#include <thread>

#include "platform/files/descriptor.hpp"

namespace chandler::platform {

// SIGTERM and SIGINT as a std::stop_token. Make it once, in main's thread, before any other thread:
// it blocks the two signals for the process and owns the one thread that waits for them. A second
// signal ends the process at once with 128 + its number.
class Shutdown {
 public:
  Shutdown();
  ~Shutdown();
  Shutdown(const Shutdown&) = delete;
  Shutdown& operator=(const Shutdown&) = delete;
  Shutdown(Shutdown&&) = delete;
  Shutdown& operator=(Shutdown&&) = delete;

  std::stop_token token() const { return source_.get_token(); }

 private:
  void wait_for_signals();

  std::stop_source source_;
  std::thread thread_;
};

// Sleeps for `duration`, or less when a stop is asked for. True: go on; false: stop.
bool sleep_unless_stopped(const std::stop_token& stop, std::chrono::steady_clock::duration duration);

// A file descriptor that becomes readable when a stop is asked for, for poll() beside sockets.
class StopEvent {
 public:
  explicit StopEvent(const std::stop_token& stop);
  ~StopEvent() = default;
  StopEvent(const StopEvent&) = delete;
  StopEvent& operator=(const StopEvent&) = delete;
  StopEvent(StopEvent&&) = delete;
  StopEvent& operator=(StopEvent&&) = delete;

  int fd() const { return descriptor_.fd(); }

 private:
  struct Signal {
    int fd;
    void operator()() const noexcept;
  };

  // In this order: the callback, which writes to the descriptor, is gone before it is closed.
  Descriptor descriptor_;
  std::stop_callback<Signal> callback_;
};

}  // namespace chandler::platform
