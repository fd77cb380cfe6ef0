#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

#include "dataset/parallel/block.hpp"

namespace chandler::dataset::parallel {

// From the one thread that reads to those that send: blocks in the files' order, so that whoever has taken one knows
// that all before it were taken, too. Bounded. All of it is safe to call from any thread.
class BlockQueue {
 public:
  explicit BlockQueue(std::size_t capacity) : capacity_(capacity) {}

  enum class Pushed { yes, full, closed };
  // Waits for room as long as `patience`; `full`: the block is untouched. `closed`: nobody wants more.
  Pushed push(Block& block, std::chrono::milliseconds patience);

  // Waits for the next block. Behind one that is not whole, the next ones go to the same taker. Nullopt: there are no
  // more, or a stop was asked for.
  std::optional<Block> take(std::size_t taker, const std::stop_token& stop);

  void finish();   // the reader has no more; what waits is still taken
  void abandon();  // what waits is thrown away

 private:
  bool may_take(std::size_t taker) const;

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable_any blocks_come_;
  std::deque<Block> blocks_;
  std::optional<std::size_t> bound_to_;  // the taker of a record's beginning
  bool closed_ = false;
};

}  // namespace chandler::dataset::parallel
