#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <unordered_set>
#include <vector>

#include "sidecar/queue/task.hpp"

namespace chandler::execute {

// The tasks that are at risk should this process die: claimed, and their end not yet confirmed by the database. Any
// thread.
class InFlight {
 public:
  void add(std::span<const Task> tasks);
  void remove(std::int64_t id);
  void remove(std::span<const std::int64_t> ids);

  std::size_t size() const;
  std::vector<std::int64_t> ids() const;

 private:
  mutable std::mutex mutex_;
  std::unordered_set<std::int64_t> ids_;
};

}  // namespace chandler::execute
