#pragma once

#include <chrono>
#include <cstdint>

namespace chandler::probe::amcheck {

// Bytes a second, as measured; what an earlier run measured counts until this one has seen enough.
class Pace {
 public:
  explicit Pace(std::int64_t earlier) : earlier_(earlier) {}

  void add(std::int64_t bytes, std::chrono::milliseconds took) {
    bytes_ += bytes;
    took_ += took;
  }
  // 0: not known.
  std::int64_t bytes_a_second() const {
    static constexpr std::chrono::milliseconds enough{200};
    return took_ < enough ? earlier_ : bytes_ * 1000 / took_.count();
  }

 private:
  std::int64_t earlier_;
  std::int64_t bytes_ = 0;
  std::chrono::milliseconds took_{0};
};

}  // namespace chandler::probe::amcheck
