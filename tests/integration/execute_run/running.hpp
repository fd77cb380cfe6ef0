#pragma once

#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "sidecar/run/executor.hpp"
#include "tests/integration/execute_queue/fixture.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::execute {

inline Options options_of(const Database& database, HandlerPlan handler, std::size_t concurrency = 4) {
  Options out{.handler = std::move(handler), .grace = std::chrono::seconds(10)};
  out.claims = {.database = database.settings(),
                .identity = identity(),
                .concurrency = concurrency,
                .poll = std::chrono::seconds(5)};
  return out;
}

// An executor on a thread of its own, ended with the object.
class Running {
 public:
  explicit Running(Options options)
      : executor_(std::move(options), metrics_),
        thread_([this](const std::stop_token& stop) { executor_.run(stop); }) {}

  Executor& executor() { return executor_; }
  std::string metrics() const { return metrics_.text(); }
  void stop() {
    thread_.request_stop();
    thread_.join();
  }

 private:
  Metrics metrics_;
  Executor executor_;
  std::jthread thread_;
};

// Does with each task what a test tells it to.
class Doing final : public Handler {
 public:
  using Do = std::function<Outcome(const Task&, const std::stop_token&)>;
  explicit Doing(Do what) : what_(std::move(what)) {}
  static HandlerPlan plan(Do what, std::size_t workers = 4) {
    return {.make = [what] { return std::make_unique<Doing>(what); }, .workers = workers};
  }

  std::size_t batch() const override { return 1; }
  std::vector<Outcome> handle(std::span<const Task> tasks, const std::stop_token& stop) override {
    std::vector<Outcome> out;
    for (const Task& each : tasks) out.push_back(what_(each, stop));
    return out;
  }

 private:
  Do what_;
};

// Fails the test unless it becomes true.
inline void wait_until(Database& database, const std::string& condition) {
  INFO(condition);
  REQUIRE(tests::eventually([&] { return database.ask("SELECT " + condition) == "t"; }));
}

inline constexpr const char* all_done =
    "NOT EXISTS (SELECT FROM chandler.task WHERE state NOT IN ('completed', 'failed'))";

}  // namespace chandler::execute
