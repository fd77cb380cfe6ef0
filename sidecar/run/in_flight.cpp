#include "sidecar/run/in_flight.hpp"

namespace chandler::execute {

void InFlight::add(std::span<const Task> tasks) {
  const std::scoped_lock lock(mutex_);
  for (const Task& each : tasks) ids_.insert(each.claim.id);
}

void InFlight::remove(std::int64_t id) {
  remove(std::span(&id, 1));
}

void InFlight::remove(std::span<const std::int64_t> ids) {
  const std::scoped_lock lock(mutex_);
  for (const std::int64_t id : ids) ids_.erase(id);
}

std::size_t InFlight::size() const {
  const std::scoped_lock lock(mutex_);
  return ids_.size();
}

std::vector<std::int64_t> InFlight::ids() const {
  const std::scoped_lock lock(mutex_);
  return {ids_.begin(), ids_.end()};
}

}  // namespace chandler::execute
