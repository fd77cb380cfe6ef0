#pragma once

#include <stop_token>
#include <thread>
#include <vector>

#include "sidecar/handler/handler.hpp"
#include "sidecar/run/lease.hpp"
#include "sidecar/run/metrics.hpp"
#include "sidecar/run/recorder.hpp"
#include "sidecar/run/work_queue.hpp"

namespace chandler::execute {

// The threads that handlers run on.
class Workers {
 public:
  // Borrowed.
  struct Surroundings {
    WorkQueue& queue;
    Recorder& recorder;
    Metrics& metrics;
    const Lease& lease;
    InFlight& in_flight;
  };
  Workers(const HandlerPlan& plan, Surroundings surroundings);

  // Asks handlers to leave off what they are at.
  void hurry() { stop_.request_stop(); }

  // The queue must have been closed.
  void join() { threads_.clear(); }

 private:
  void work(Handler& handler);

  Surroundings surroundings_;
  std::stop_source stop_;
  std::vector<std::jthread> threads_;
};

}  // namespace chandler::execute
