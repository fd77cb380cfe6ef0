#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/database/lock.hpp"
#include "init/migrate/run/standing.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::migrate {

// Waits for the migration lock beside any number of others, on one connection with no open transaction:
// one small query each time, at jittered intervals of at most longest_poll.
class LockWait {
 public:
  static constexpr std::chrono::milliseconds first_poll{40};
  static constexpr std::chrono::milliseconds longest_poll{200};

  LockWait(platform::postgres::Session& session, Standing& standing, std::chrono::milliseconds patience,
           const std::stop_token& stop);

  // Called when the history moved: whether anything is left to do.
  using StillWanted = std::function<core::Expected<bool>()>;

  // `what` is for the log: "3 migrations pending".
  // True: this process holds the lock. False: it is not wanted any more. Errors: migrate.lock_stalled,
  // stopped, and what `still_wanted` says.
  core::Expected<bool> wait(std::string_view what, const StillWanted& still_wanted);

 private:
  core::Expected<bool> history_moved(const std::string& mark);
  core::Expected<void> look_at_holder(std::string_view what);

  platform::postgres::Session& session_;
  Standing& standing_;
  std::stop_token stop_;
  std::chrono::milliseconds patience_;
  std::vector<std::int64_t> locks_;
  StallWatch watch_;
  std::chrono::steady_clock::time_point looked_;
  std::chrono::steady_clock::time_point reported_;
  std::string mark_;  // of the history that `standing_` read
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace chandler::migrate
