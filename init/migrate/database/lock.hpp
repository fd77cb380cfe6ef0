#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::migrate {

struct Attempt {
  bool mine = false;
  std::string mark;  // of the history, while another has the lock: differs when a row came, went or changed
};

// One try for the tool's own lock, as session-level advisory locks: all or none of `ids`. Asked for by trying, never
// by blocking: a session that blocks inside pg_advisory_lock holds a snapshot, which CREATE INDEX
// CONCURRENTLY waits for. It ends with the session.
// `history` is its qualified table, or empty where there is none yet.
core::Expected<Attempt> try_lock(platform::postgres::Session& session, const std::vector<std::int64_t>& ids,
                                 const std::string& history);

// Who holds it, as far as pg_stat_activity lets us see.
struct Holder {
  int pid = 0;
  std::string application;
  std::string since;     // when it connected
  std::string activity;  // changes whenever it begins or ends a statement
  std::string query;
  bool working = false;  // runs a statement and does not wait for a lock itself

  // "pid 4711 (chandler), connected since 08:15:02, running CREATE INDEX …"
  std::string describe() const;
};

// pid 0: nobody any more.
core::Expected<Holder> find_holder(platform::postgres::Session& session, const std::vector<std::int64_t>& ids);

// Watches a holder for signs of life. Progress is a changed history, another holder, or a statement begun,
// ended or running; time alone is no reason to give up, for an index may take hours.
class StallWatch {
 public:
  using Clock = std::chrono::steady_clock;

  StallWatch(std::chrono::milliseconds patience, Clock::time_point now) : patience_(patience), progress_(now) {}

  void history_changed(Clock::time_point now) { progress_ = now; }

  // False: no sign of life for longer than the patience.
  bool saw(const Holder& holder, Clock::time_point now);

 private:
  std::chrono::milliseconds patience_;
  Clock::time_point progress_;
  std::string last_;
};

}  // namespace chandler::migrate
