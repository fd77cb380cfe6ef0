#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "controller/operations/claim.hpp"
#include "controller/reconcile/work_queue.hpp"
#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::controller::operations {

// What one replica knows of operations beside what they say: which there is something to do about, since when their
// claims have not been seen to move, and which of them it holds itself. Threads: any.
class Board {
 public:
  using Key = platform::kubernetes::objects::ObjectKey;
  using Queue = reconcile::WorkQueue<Key>;

  // With `open` operations are taken up; else nobody here works on them.
  explicit Board(bool open) {
    if (open) queue_.open();
  }

  // What a watch has told. Null as of kubernetes::Watched.
  void changed(const Operation* before, const Operation* now);

  Queue& queue() { return queue_; }
  Time seen_since(const Key& key) const;

  std::shared_ptr<Claim> claim(const Key& key) const;  // null: not held here
  std::vector<std::shared_ptr<Claim>> claims() const;
  void hold(std::shared_ptr<Claim> claim);
  void let_go(const Key& key);

 private:
  Queue queue_{{.first_retry = std::chrono::milliseconds(200), .longest_retry = std::chrono::seconds(15)}};
  mutable std::mutex mutex_;
  std::map<Key, Time> seen_;
  std::map<Key, std::shared_ptr<Claim>> claims_;
};

}  // namespace chandler::controller::operations
