#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "platform/postgres/session.hpp"
#include "platform/postgres/settings.hpp"
#include "sidecar/queue/outcome.hpp"
#include "sidecar/queue/queue.hpp"
#include "sidecar/run/in_flight.hpp"
#include "sidecar/run/metrics.hpp"
#include "sidecar/run/wake.hpp"

namespace chandler::execute {

// Records in the database how attempts ended, on a thread and a connection of its own. What comes while a statement
// runs goes with the next: one that comes alone waits for nothing, and under load batches make themselves. While the
// database is away it keeps them and tries again.
class Recorder {
 public:
  // What it tells when attempts are recorded. Borrowed.
  struct Surroundings {
    InFlight& in_flight;
    Metrics& metrics;
    const Wake& wake;               // after tasks left `in_flight`
    std::atomic<bool>& look_again;  // there may be tasks that nobody was notified of
  };
  Recorder(platform::postgres::ConnectionSettings database, bool keep, Surroundings surroundings);

  // Any thread.
  void add(std::vector<Outcome> outcomes);

  // Gives up what it could not record so far, and joins the thread. By its owner.
  void end();

 private:
  enum class Attempt : std::uint8_t { first, again };  // again: an earlier one may have been carried out

  void work(const std::stop_token& stop);
  void record(std::vector<Outcome> outcomes, const std::stop_token& stop);
  void write(std::vector<Outcome>& outcomes, const std::stop_token& stop);
  void write_each(std::vector<Outcome>& outcomes, const std::stop_token& stop);
  void write_one(Outcome& outcome, const std::stop_token& stop);
  bool connect(const std::stop_token& stop);
  platform::postgres::Answer<Recorded> call(std::span<const Outcome> outcomes);
  void done(std::span<const Outcome> outcomes, const Recorded& recorded, Attempt attempt);

  const platform::postgres::ConnectionSettings database_;
  const bool keep_;
  Surroundings surroundings_;
  std::optional<platform::postgres::Session> session_;  // the thread's

  std::mutex mutex_;
  std::condition_variable_any more_;
  std::vector<Outcome> pending_;
  std::jthread thread_;  // the last: it uses the rest
};

}  // namespace chandler::execute
