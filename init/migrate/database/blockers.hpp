#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "init/migrate/progress.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::migrate {

// Looks over a session's shoulder while its statement runs: says every few seconds what runs and who
// blocks it (pg_blocking_pids), and remembers the blocker for the error. Uses a connection of its own,
// made only when a statement takes long enough to be looked at. Same thread as the session.
class BlockerWatch {
 public:
  // `progress` is ticked while a statement runs; may be null.
  BlockerWatch(platform::postgres::Session& session, const std::stop_token& stop,
               std::chrono::milliseconds lock_timeout, Progress* progress);
  ~BlockerWatch();
  BlockerWatch(const BlockerWatch&) = delete;
  BlockerWatch& operator=(const BlockerWatch&) = delete;
  BlockerWatch(BlockerWatch&&) = delete;
  BlockerWatch& operator=(BlockerWatch&&) = delete;

  void start(const std::string& file);

  // "pid 4711 (psql), idle in transaction for 12 s: SELECT …", or empty when nobody was seen.
  const std::string& blocker() const { return blocker_; }

 private:
  void wake();
  void look();

  platform::postgres::Session& session_;
  std::stop_token stop_;
  std::chrono::milliseconds look_every_;
  Progress* progress_;
  std::optional<platform::postgres::Session> observer_;
  bool observer_failed_ = false;
  std::string file_;
  std::string blocker_;
  std::chrono::steady_clock::time_point looked_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point reported_;
};

}  // namespace chandler::migrate
