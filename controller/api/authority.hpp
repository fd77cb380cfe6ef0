#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "controller/api/caller.hpp"
#include "controller/api/expiring_cache.hpp"
#include "controller/api/problem.hpp"
#include "controller/api/rate_limiter.hpp"
#include "controller/api/reviewer.hpp"

namespace chandler::controller::api {

// Both clocks, passed in: the steady one for how long answers hold, the system's for what tokens say.
struct Clocks {
  std::function<std::chrono::steady_clock::time_point()> steady;
  std::function<std::chrono::system_clock::time_point()> system;
};
Clocks real_clocks();

struct AuthorityOptions {
  std::chrono::milliseconds holds{10'000};  // the API server's answers; a right that is taken away works on for so long
  // After a question without an answer, further ones are answered in its place for so long: threads are few.
  std::chrono::milliseconds pause{1'000};
  std::size_t tokens = 1'000;  // remembered, by their hash
  std::size_t decisions = 20'000;
  // Tokens that are new or do not count, of all clients together: each costs the API server a review.
  RateLimit strangers{.per_second = 50, .burst = 200, .callers = 1};
};

// Where somebody has a right.
struct Scope {
  bool everywhere = false;
  std::set<std::string> namespaces = {};  // of those that were asked about

  bool covers(const std::string& namespace_name) const { return everywhere || namespaces.contains(namespace_name); }
  bool empty() const { return !everywhere && namespaces.empty(); }
};

// Who calls, and what they may do: asks a Reviewer, and remembers its answers briefly. Threads: any.
class Authority {
 public:
  // Borrows `reviewer`.
  Authority(Reviewer& reviewer, const AuthorityOptions& options, Clocks clocks);

  // `authorization`: the header.
  Result<Caller> authenticate(std::string_view authorization);
  Result<bool> allows(const Caller& caller, const Right& right);
  // One question for all namespaces; if that is denied one for each.
  Result<Scope> scope(const Caller& caller, const std::string& verb, const std::string& resource,
                      const std::set<std::string>& namespaces);

 private:
  Problem unanswered(const core::Error& error);
  bool is_pausing() const;

  Reviewer& reviewer_;
  const AuthorityOptions options_;
  const Clocks clocks_;
  RateLimiter strangers_;
  ExpiringCache<std::optional<Caller>> callers_;  // by the token's hash
  ExpiringCache<bool> decisions_;                 // by the hash of caller and right
  std::atomic<std::chrono::steady_clock::time_point> pause_until_{};
};

}  // namespace chandler::controller::api
