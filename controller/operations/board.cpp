#include "controller/operations/board.hpp"

#include <utility>

namespace chandler::controller::operations {

void Board::changed(const Operation* before, const Operation* now) {
  const Key key = (now != nullptr ? now : before)->metadata.key;
  {
    const std::scoped_lock lock(mutex_);
    if (now == nullptr) {
      seen_.erase(key);
    } else if (before == nullptr || !same_claim(*before, *now)) {
      seen_.insert_or_assign(key, Clock::now());
    }
    // What we write ourselves is no news to whoever works on it.
    const auto held = claims_.find(key);
    if (now != nullptr && held != claims_.end() && !now->status.ended() && !held->second->over()) return;
  }
  queue_.add(key);
}

Time Board::seen_since(const Key& key) const {
  const std::scoped_lock lock(mutex_);
  const auto found = seen_.find(key);
  return found == seen_.end() ? Clock::now() : found->second;
}

std::shared_ptr<Claim> Board::claim(const Key& key) const {
  const std::scoped_lock lock(mutex_);
  const auto found = claims_.find(key);
  return found == claims_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<Claim>> Board::claims() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::shared_ptr<Claim>> all;
  all.reserve(claims_.size());
  for (const auto& [key, claim] : claims_) all.push_back(claim);
  return all;
}

void Board::hold(std::shared_ptr<Claim> claim) {
  Key key = claim->operation().metadata.key;
  const std::scoped_lock lock(mutex_);
  claims_.insert_or_assign(std::move(key), std::move(claim));
}

void Board::let_go(const Key& key) {
  const std::scoped_lock lock(mutex_);
  claims_.erase(key);
}

}  // namespace chandler::controller::operations
