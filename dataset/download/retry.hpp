#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace chandler::dataset {

struct RetryLimits {
  int attempts = 5;  // in a row that bring nothing new
  std::chrono::milliseconds first_pause{500};
  std::chrono::milliseconds longest_pause{60'000};  // also of a server's Retry-After
};

// When to ask again. Each attempt that brings the download further than all before it counts anew; the
// pauses double from one fruitless attempt to the next.
class Retry {
 public:
  explicit Retry(const RetryLimits& limits) : limits_(limits) {}

  // After an attempt that did not finish: `stored` bytes are there now, and the server may wish for a pause.
  // Nullopt: give up, since there were enough, or the pause is too long to wait.
  std::optional<std::chrono::milliseconds> pause(std::uint64_t stored, std::optional<std::chrono::seconds> wished);

  int fruitless() const { return fruitless_; }

 private:
  RetryLimits limits_;
  std::uint64_t furthest_ = 0;
  int fruitless_ = 0;
};

}  // namespace chandler::dataset
