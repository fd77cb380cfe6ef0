#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace chandler::platform::kubernetes {

// A bearer token, fixed or in a file that is written anew before it ends: the kubelet renews a projected token when
// 80 % of its life is over, and asks its readers to look now and then.
// https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#launch-a-pod-using-service-account-token-projection
// Not thread-safe.
class Token {
 public:
  using Clock = std::chrono::steady_clock;

  // `file` wins where both are given.
  Token(std::string text, std::string file) : text_(std::move(text)), file_(std::move(file)) {}

  // Read again when it is a minute old. While the file cannot be read, what was in it. Empty: none.
  const std::string& current(Clock::time_point now = Clock::now());

  // Reads it now, since the server refused it. True: it is another one.
  bool renew(Clock::time_point now = Clock::now());

 private:
  std::string text_;
  std::string file_;
  std::optional<Clock::time_point> read_;
};

}  // namespace chandler::platform::kubernetes
