#include "controller/status/touched.hpp"

#include <utility>

namespace chandler::controller::status {

void Touched::open() {
  const std::scoped_lock lock(mutex_);
  keys_.clear();
  open_ = true;
}

void Touched::close() {
  const std::scoped_lock lock(mutex_);
  open_ = false;
  keys_.clear();
}

void Touched::add(const WorkloadKey& key) {
  const std::scoped_lock lock(mutex_);
  if (open_ && keys_.insert(key).second && keys_.size() == 1) changed_.notify_one();
}

std::set<WorkloadKey> Touched::wait(Clock::time_point until, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, stop, until, [this] { return !keys_.empty(); });
  return std::exchange(keys_, {});
}

}  // namespace chandler::controller::status
