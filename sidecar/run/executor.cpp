#include "sidecar/run/executor.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <thread>
#include <utility>

#include <poll.h>

#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"
#include "sidecar/run/in_flight.hpp"
#include "sidecar/run/lease.hpp"
#include "sidecar/run/recorder.hpp"
#include "sidecar/run/wake.hpp"
#include "sidecar/run/work_queue.hpp"
#include "sidecar/run/workers.hpp"

namespace chandler::execute {
namespace {

using Clock = std::chrono::steady_clock;

// What handlers get to leave off, and the recorder to write, after the grace.
constexpr std::chrono::seconds last_patience{2};

}  // namespace

struct Executor::Parts {
  Parts(Options given, Metrics& given_metrics)
      : options(std::move(given)),
        metrics(given_metrics),
        recorder(options.claims.database, options.keep,
                 {.in_flight = in_flight, .metrics = metrics, .wake = wake, .look_again = look_again}),
        workers(options.handler,
                {.queue = queue, .recorder = recorder, .metrics = metrics, .lease = lease, .in_flight = in_flight}),
        claimer(options.claims, {.queue = queue,
                                 .in_flight = in_flight,
                                 .metrics = metrics,
                                 .lease = lease,
                                 .depths = depths,
                                 .wake = wake,
                                 .look_again = look_again,
                                 .connected = connected}) {}

  bool draining() const { return drains_since.load() != Clock::time_point(); }

  // Turns without claims, until nothing is in flight.
  void settle(Clock::time_point end) {
    while (in_flight.size() > 0 && Clock::now() < end) {
      claimer.turn(false, end, abort.get_token());
    }
  }

  // A server that takes statements and never answers is not to hold up the end: until `ended`, cuts off what waits for
  // it once a stop was asked for and the grace is over.
  void cut_off_late(const std::stop_token& stop, const std::stop_token& ended) {
    const platform::StopEvent asked(stop);
    const platform::StopEvent over(ended);
    std::array<pollfd, 2> watched{{{asked.fd(), POLLIN, 0}, {over.fd(), POLLIN, 0}}};
    poll(watched.data(), watched.size(), -1);
    if (platform::sleep_unless_stopped(ended, options.grace + 2 * last_patience)) abort.request_stop();
  }

  void give_back_unbegun() {
    std::vector<Outcome> outcomes;
    for (const Task& each : queue.take_all()) outcomes.push_back(outcome_of(each, Verdict::release));
    if (!outcomes.empty()) recorder.add(std::move(outcomes));
  }

  const Options options;
  Metrics& metrics;
  Wake wake;
  InFlight in_flight;
  WorkQueue queue;
  Lease lease;
  Depths depths;
  std::atomic<bool> look_again = false;
  std::atomic<Clock::time_point> drains_since = Clock::time_point();  // never, by default
  std::atomic<bool> connected = false;
  std::stop_source abort;
  Recorder recorder;
  Workers workers;
  Claimer claimer;
};

Executor::Executor(Options options, Metrics& metrics) : parts_(std::make_unique<Parts>(std::move(options), metrics)) {}

Executor::~Executor() {
  parts_->queue.close();
  parts_->workers.hurry();
  parts_->workers.join();
}

void Executor::drain() {
  auto never = Clock::time_point();
  if (!parts_->drains_since.compare_exchange_strong(never, Clock::now())) return;
  platform::log::info("executor_drains", "claims nothing more", {{"in_flight", parts_->in_flight.size()}});
  parts_->metrics.draining();
  parts_->wake.signal();
}

Condition Executor::condition() const {
  return {.connected = parts_->connected,
          .draining = parts_->draining(),
          .in_flight = parts_->in_flight.size(),
          .depths = parts_->depths.get()};
}

void Executor::run(const std::stop_token& stop) {
  Parts& all = *parts_;
  const std::stop_callback wake_up(stop, [&] { all.wake.signal(); });
  const std::jthread watchdog([&](const std::stop_token& ended) { all.cut_off_late(stop, ended); });
  bool given_back = false;
  while (!stop.stop_requested()) {
    all.claimer.turn(!all.draining(), Clock::time_point::max(), all.abort.get_token());
    if (all.draining() && !std::exchange(given_back, true)) all.give_back_unbegun();
  }
  drain();
  all.give_back_unbegun();
  const auto end = all.drains_since.load() + all.options.grace;
  all.settle(end);
  all.workers.hurry();
  all.settle(Clock::now() + last_patience);
  all.queue.close();
  all.workers.join();
  all.recorder.end();
  all.claimer.leave(all.abort.get_token());
}

}  // namespace chandler::execute
