#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace chandler::execute {

// What names a claim: whoever renews, completes or returns the task has to give its token.
struct Claim {
  std::int64_t id = 0;
  std::string token;
};

// A task as claimed.
struct Task {
  Claim claim;
  std::string queue;
  std::string name;
  std::string payload;  // JSON
  int attempt = 1;      // this one's number
  int max_attempts = 1;
  int priority = 0;
  std::optional<std::string> traceparent;
  std::chrono::milliseconds waited{0};  // from when it could have run until it was claimed
};

}  // namespace chandler::execute
