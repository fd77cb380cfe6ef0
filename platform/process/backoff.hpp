#pragma once

#include <algorithm>
#include <chrono>

namespace chandler::platform {

// How long to wait before the next try: twice as long after each failure, and up to as much more by chance, so that
// those who fail together do not come back together. Pure: chance is passed in.
class Backoff {
 public:
  Backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest)
      : first_(first), longest_(longest), next_(first) {}

  // `chance`: from 0 up to 1.
  std::chrono::milliseconds next(double chance) {
    const auto pause = next_;
    next_ = std::min(next_ * 2, longest_);
    return pause + std::chrono::floor<std::chrono::milliseconds>(pause * std::clamp(chance, 0.0, 1.0));
  }

  // Something went well.
  void reset() { next_ = first_; }

 private:
  std::chrono::milliseconds first_;
  std::chrono::milliseconds longest_;
  std::chrono::milliseconds next_;
};

}  // namespace chandler::platform
