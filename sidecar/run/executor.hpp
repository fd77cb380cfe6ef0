#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "sidecar/handler/handler.hpp"
#include "sidecar/run/claimer.hpp"
#include "sidecar/run/metrics.hpp"

namespace chandler::execute {

struct Options {
  ClaimerOptions claims;
  HandlerPlan handler;
  bool keep = true;                         // finished tasks, until they are pruned
  std::chrono::milliseconds grace{20'000};  // for tasks in flight, when asked to end
};

// What others may ask of a running executor, from any thread.
struct Condition {
  bool connected = false;
  bool draining = false;
  std::size_t in_flight = 0;
  std::vector<Depth> depths;  // by the last poll that the database answered
};

// Claims tasks and has them executed: one thread claims (the caller's), one records, and the handler's workers work.
class Executor {
 public:
  Executor(Options options, Metrics& metrics);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  Executor(Executor&&) = delete;
  Executor& operator=(Executor&&) = delete;

  // Until a stop; then it claims nothing more, waits for what is in flight, and gives back what is not done within the
  // grace, which begins with `drain` if that was called before. Never ends because the database is away.
  void run(const std::stop_token& stop);

  // Claims nothing more, and gives back what no handler has begun with. Any thread.
  void drain();
  Condition condition() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace chandler::execute
