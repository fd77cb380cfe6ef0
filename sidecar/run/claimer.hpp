#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <stop_token>

#include "platform/postgres/session.hpp"
#include "platform/process/backoff.hpp"
#include "sidecar/queue/queue.hpp"
#include "sidecar/run/depths.hpp"
#include "sidecar/run/in_flight.hpp"
#include "sidecar/run/lease.hpp"
#include "sidecar/run/metrics.hpp"
#include "sidecar/run/wake.hpp"
#include "sidecar/run/work_queue.hpp"

namespace chandler::execute {

struct ClaimerOptions {
  platform::postgres::ConnectionSettings database;
  Identity identity;
  std::size_t concurrency = 4;                           // tasks in flight at most
  std::chrono::milliseconds poll{5'000};                 // when nobody notifies
  std::optional<std::chrono::milliseconds> prune_after;  // age of finished tasks
};

// Claims tasks and keeps them, on one connection. It listens there too, so that a waiting executor costs the database
// one small query a poll. One thread.
class Claimer {
 public:
  using Clock = std::chrono::steady_clock;

  // Borrowed.
  struct Surroundings {
    WorkQueue& queue;
    InFlight& in_flight;
    Metrics& metrics;
    Lease& lease;
    Depths& depths;
    const Wake& wake;               // capacity, or a stop
    std::atomic<bool>& look_again;  // see Recorder
    std::atomic<bool>& connected;   // set here
  };
  Claimer(ClaimerOptions options, Surroundings surroundings);

  // One step: connects, renews or claims, whatever is due, then waits until something is, the wake or the
  // end. `claims`: false when no more tasks are wanted. `abort` cancels what runs on the server.
  void turn(bool claims, Clock::time_point end, const std::stop_token& abort);

  // Gives back what is still ours. Best effort.
  void leave(const std::stop_token& abort);

 private:
  bool connect(const std::stop_token& abort);
  core::Expected<void> prepare();
  void disconnect();
  void fail(const platform::postgres::ServerError& error);
  bool work(bool claims);
  bool renew_if_due();
  bool claim_if_due();
  bool prune_if_due();
  void tell(std::vector<Depth> depths);
  void plan_after(const Claimed& claimed, std::size_t asked);
  bool wants_claim(Clock::time_point now) const;
  Clock::time_point next_time(bool claims) const;
  void heed(const std::vector<std::string>& notified);

  const ClaimerOptions options_;
  Surroundings surroundings_;
  std::optional<platform::postgres::Session> session_;
  platform::Backoff backoff_;
  Clock::time_point connect_at_;

  bool more_ = true;  // tasks are known or suspected to be ready
  Clock::time_point claimed_at_;
  Clock::time_point measure_at_;  // with the first claim from then on
  Clock::time_point poll_at_;
  Clock::time_point renew_at_;
  Clock::time_point prune_at_;
  Clock::time_point look_at_ = Clock::time_point::max();  // after a notification, again and again, ever later
  Clock::duration look_pause_{};
};

}  // namespace chandler::execute
