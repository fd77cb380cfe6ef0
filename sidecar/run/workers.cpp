#include "sidecar/run/workers.hpp"

#include <exception>

#include "platform/log/log.hpp"
#include "sidecar/run/retry_delay.hpp"

namespace chandler::execute {

Workers::Workers(const HandlerPlan& plan, Surroundings surroundings) : surroundings_(surroundings) {
  for (std::size_t i = 0; i < plan.workers; ++i) {
    threads_.emplace_back([this, handler = std::shared_ptr<Handler>(plan.make())] { work(*handler); });
  }
}

void Workers::work(Handler& handler) {
  for (;;) {
    std::vector<Task> tasks = surroundings_.queue.pop(handler.batch());
    if (tasks.empty()) return;
    if (!surroundings_.lease.holds()) {
      // We were stopped or cut off for too long: others may have begun with them. Should they not, the next renewal
      // finds them unknown, and gives them back.
      platform::log::warning("lease_over", "tasks were left alone, since the lease ran out before they began",
                             {{"tasks", tasks.size()}});
      for (const Task& each : tasks) surroundings_.in_flight.remove(each.claim.id);
      continue;
    }
    const auto began = std::chrono::steady_clock::now();
    try {
      std::vector<Outcome> outcomes = handler.handle(tasks, stop_.get_token());
      surroundings_.metrics.handled(tasks, std::chrono::steady_clock::now() - began);
      surroundings_.recorder.add(std::move(outcomes));
    } catch (const std::exception& error) {
      platform::log::error("handler_failed", error.what());
      std::vector<Outcome> failed;
      for (const Task& each : tasks) {
        failed.push_back(outcome_of(each, Verdict::retry));
        failed.back().error = error.what();
        failed.back().delay = retry_delay(each.attempt, 0.5);
      }
      surroundings_.recorder.add(std::move(failed));
    }
  }
}

}  // namespace chandler::execute
