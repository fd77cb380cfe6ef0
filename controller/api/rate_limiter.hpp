#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace chandler::controller::api {

struct RateLimit {
  double per_second = 10;
  double burst = 50;            // may be used at once after a rest
  std::size_t callers = 1'000;  // that are told apart; the one that rested longest is forgotten
};

// A token bucket for each caller. Threads: any. The clock is passed in.
class RateLimiter {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit RateLimiter(RateLimit limit) : limit_(limit) {}

  // Nullopt: go on. Else: when to come back, rounded up.
  std::optional<std::chrono::seconds> take(const std::string& caller, Time now);

 private:
  struct Bucket {
    double left = 0;
    Time at;
  };
  void make_room();

  const RateLimit limit_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace chandler::controller::api
