#include "sidecar/run/retry_delay.hpp"

#include <algorithm>

namespace chandler::execute {

std::chrono::milliseconds retry_delay(int attempt, double chance) {
  constexpr std::chrono::milliseconds longest = std::chrono::hours(1);
  const int doublings = std::clamp(attempt - 1, 0, 20);
  const auto delay = std::min(std::chrono::milliseconds(1000) * (1 << doublings), longest);
  return delay + std::chrono::floor<std::chrono::milliseconds>(delay * (std::clamp(chance, 0.0, 1.0) / 2));
}

}  // namespace chandler::execute
