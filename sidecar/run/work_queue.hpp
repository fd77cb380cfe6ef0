#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>
#include <vector>

#include "sidecar/queue/task.hpp"

namespace chandler::execute {

// Claimed tasks that no handler has begun with. Any thread.
class WorkQueue {
 public:
  void push(std::vector<Task> tasks);

  // Blocks until there are some: up to `most`, in order. None: it was closed.
  std::vector<Task> pop(std::size_t most);

  std::vector<Task> take_all();
  // Takes those of them out that are still here: their ids.
  std::vector<std::int64_t> drop(std::span<const std::int64_t> ids);
  void close();

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> tasks_;
  bool closed_ = false;
};

}  // namespace chandler::execute
