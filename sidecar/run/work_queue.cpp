#include "sidecar/run/work_queue.hpp"

#include <algorithm>
#include <iterator>

namespace chandler::execute {

void WorkQueue::push(std::vector<Task> tasks) {
  const bool one = tasks.size() == 1;
  {
    const std::scoped_lock lock(mutex_);
    std::ranges::move(tasks, std::back_inserter(tasks_));
  }
  one ? ready_.notify_one() : ready_.notify_all();
}

std::vector<Task> WorkQueue::pop(std::size_t most) {
  std::unique_lock lock(mutex_);
  ready_.wait(lock, [&] { return closed_ || !tasks_.empty(); });
  if (closed_) return {};
  const auto end = tasks_.begin() + static_cast<std::ptrdiff_t>(std::min(most, tasks_.size()));
  std::vector<Task> out(std::make_move_iterator(tasks_.begin()), std::make_move_iterator(end));
  tasks_.erase(tasks_.begin(), end);
  return out;
}

std::vector<Task> WorkQueue::take_all() {
  const std::scoped_lock lock(mutex_);
  std::vector<Task> out(std::make_move_iterator(tasks_.begin()), std::make_move_iterator(tasks_.end()));
  tasks_.clear();
  return out;
}

std::vector<std::int64_t> WorkQueue::drop(std::span<const std::int64_t> ids) {
  std::vector<std::int64_t> out;
  const std::scoped_lock lock(mutex_);
  std::erase_if(tasks_, [&](const Task& each) {
    const bool found = std::ranges::contains(ids, each.claim.id);
    if (found) out.push_back(each.claim.id);
    return found;
  });
  return out;
}

void WorkQueue::close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  ready_.notify_all();
}

}  // namespace chandler::execute
