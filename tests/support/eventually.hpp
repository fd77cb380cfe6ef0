#pragma once

#include <chrono>
#include <thread>

namespace chandler::tests {

// Asks until it is so, for at most `limit`. False: it never was.
template <typename Condition>
bool eventually(Condition condition, std::chrono::seconds limit = std::chrono::minutes(1)) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace chandler::tests
