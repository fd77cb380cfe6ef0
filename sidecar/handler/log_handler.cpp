#include "sidecar/handler/log_handler.hpp"

#include "platform/log/log.hpp"

namespace chandler::execute {
namespace {

class LogHandler final : public Handler {
 public:
  std::size_t batch() const override { return 64; }

  std::vector<Outcome> handle(std::span<const Task> tasks, const std::stop_token& /*stop*/) override {
    std::vector<Outcome> out;
    out.reserve(tasks.size());
    for (const Task& task : tasks) {
      platform::log::info("task", task.payload,
                          {{"task", task.claim.id},
                           {"queue", task.queue},
                           {"name", task.name},
                           {"attempt", task.attempt},
                           {"waited_ms", task.waited.count()}});
      out.push_back(outcome_of(task, Verdict::completed));
    }
    return out;
  }
};

}  // namespace

HandlerPlan log_handler() {
  return {.make = [] { return std::make_unique<LogHandler>(); }, .workers = 1};
}

}  // namespace chandler::execute
