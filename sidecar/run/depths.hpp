#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "sidecar/queue/queue.hpp"

namespace chandler::execute {

// How deep our queues were when they were last measured; none before. Any thread.
class Depths {
 public:
  void set(std::vector<Depth> depths) {
    const std::scoped_lock lock(mutex_);
    depths_ = std::move(depths);
  }
  std::vector<Depth> get() const {
    const std::scoped_lock lock(mutex_);
    return depths_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Depth> depths_;
};

}  // namespace chandler::execute
