#include "dataset/parallel/block_queue.hpp"

#include <utility>

namespace chandler::dataset::parallel {

BlockQueue::Pushed BlockQueue::push(Block& block, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return closed_ || blocks_.size() < capacity_; };
  if (!room_.wait_for(lock, patience, ready)) return Pushed::full;
  if (closed_) return Pushed::closed;
  blocks_.push_back(std::move(block));
  lock.unlock();
  // Not just one: a block may be for a certain taker.
  blocks_come_.notify_all();
  return Pushed::yes;
}

bool BlockQueue::may_take(std::size_t taker) const {
  return !blocks_.empty() && (!bound_to_ || *bound_to_ == taker);
}

std::optional<Block> BlockQueue::take(std::size_t taker, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  blocks_come_.wait(lock, stop, [&] { return may_take(taker) || (closed_ && blocks_.empty()); });
  if (stop.stop_requested() || !may_take(taker)) return std::nullopt;
  Block block = std::move(blocks_.front());
  blocks_.pop_front();
  const bool was_bound = bound_to_.has_value();
  bound_to_ = block.whole ? std::nullopt : std::optional(taker);
  const bool concerns_others = (was_bound && !bound_to_) || (closed_ && blocks_.empty());
  lock.unlock();
  room_.notify_one();
  if (concerns_others) blocks_come_.notify_all();
  return block;
}

void BlockQueue::finish() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  room_.notify_all();
  blocks_come_.notify_all();
}

void BlockQueue::abandon() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    blocks_.clear();
  }
  room_.notify_all();
  blocks_come_.notify_all();
}

}  // namespace chandler::dataset::parallel
