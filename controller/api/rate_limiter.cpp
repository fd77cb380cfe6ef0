#include "controller/api/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace chandler::controller::api {

std::optional<std::chrono::seconds> RateLimiter::take(const std::string& caller, Time now) {
  const std::scoped_lock lock(mutex_);
  auto found = buckets_.find(caller);
  if (found == buckets_.end()) {
    if (buckets_.size() >= limit_.callers) make_room();
    found = buckets_.emplace(caller, Bucket{.left = limit_.burst, .at = now}).first;
  }
  Bucket& bucket = found->second;
  const double passed = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
  bucket.left = std::min(limit_.burst, bucket.left + passed * limit_.per_second);
  bucket.at = now;
  if (bucket.left >= 1) {
    bucket.left -= 1;
    return std::nullopt;
  }
  const double wait = std::ceil((1 - bucket.left) / limit_.per_second);
  return std::chrono::seconds(static_cast<std::int64_t>(std::max(1.0, wait)));
}

void RateLimiter::make_room() {
  const auto oldest = std::ranges::min_element(buckets_, {}, [](const auto& entry) { return entry.second.at; });
  if (oldest != buckets_.end()) buckets_.erase(oldest);
}

}  // namespace chandler::controller::api
