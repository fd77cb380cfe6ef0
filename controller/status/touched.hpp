#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stop_token>

#include "controller/cache/workload_key.hpp"

namespace chandler::controller::status {

// The workloads of which something changed since they were looked at. Threads: any add, one waits.
class Touched {
 public:
  using Clock = std::chrono::steady_clock;

  // Keeps keys from now on, with none in it.
  void open();
  // Keeps none, as long as somebody else leads.
  void close();
  void add(const WorkloadKey& key);

  // Blocks until there is one, a stop, or `until`; takes all.
  std::set<WorkloadKey> wait(Clock::time_point until, const std::stop_token& stop);

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool open_ = false;
  std::set<WorkloadKey> keys_;
};

}  // namespace chandler::controller::status
