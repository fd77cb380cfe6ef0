#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "sidecar/queue/outcome.hpp"
#include "sidecar/queue/task.hpp"

namespace chandler::execute {

// Makes tasks happen. Each worker thread has one of its own.
class Handler {
 public:
  Handler() = default;
  virtual ~Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  Handler(Handler&&) = delete;
  Handler& operator=(Handler&&) = delete;

  // How many tasks it takes at once.
  virtual std::size_t batch() const = 0;

  // One outcome for each task. Blocks, for as long as its own limits say. After a stop it ends at once: what is not
  // done is released.
  virtual std::vector<Outcome> handle(std::span<const Task> tasks, const std::stop_token& stop) = 0;
};

struct HandlerPlan {
  std::function<std::unique_ptr<Handler>()> make;
  std::size_t workers = 1;
};

inline Outcome outcome_of(const Task& task, Verdict verdict) {
  return {.claim = task.claim, .queue = task.queue, .verdict = verdict};
}

}  // namespace chandler::execute
