#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <utility>

namespace chandler::controller::reconcile {

struct QueueOptions {
  std::chrono::milliseconds first_retry{200};  // doubled with each failure in a row
  std::chrono::milliseconds longest_retry{300'000};
};

// Keys that there is work for, as client-go's workqueue has them: each waits once however often it is added; one that
// is worked on is held back until that is done, and then comes again; one that failed comes again later and later.
// https://github.com/kubernetes/client-go/blob/master/util/workqueue/queue.go
// Threads: any.
template <typename Key>
class WorkQueue {
 public:
  using Clock = std::chrono::steady_clock;

  explicit WorkQueue(QueueOptions options = {}) : options_(options) {}

  // Takes keys from now on, with nothing in it.
  void open() {
    const std::scoped_lock lock(mutex_);
    forget();
    failures_.clear();
    open_ = true;
  }
  // Takes no more and forgets what waits.
  void close() {
    const std::scoped_lock lock(mutex_);
    open_ = false;
    forget();
  }

  void add(const Key& key) {
    const std::scoped_lock lock(mutex_);
    if (!open_) return;
    delayed_.erase(key);
    wait(key);
    changed_.notify_one();
  }

  // The same in a while; what comes earlier counts.
  void add_after(const Key& key, Clock::duration pause) {
    const std::scoped_lock lock(mutex_);
    if (!open_ || waiting_.contains(key)) return;
    const auto due = Clock::now() + pause;
    const auto [delayed, is_new] = delayed_.try_emplace(key, due);
    if (!is_new) delayed->second = std::min(delayed->second, due);
    ++revision_;
    changed_.notify_all();
  }

  // The next one; `done` has to follow. Blocks; nullopt: a stop.
  std::optional<Key> next(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (stop.stop_requested()) return std::nullopt;
      const auto now = Clock::now();
      release_due(now);
      const auto ready = std::ranges::find_if(order_, [&](const Key& key) { return !in_work_.contains(key); });
      if (ready != order_.end()) {
        Key key = std::move(*ready);
        order_.erase(ready);
        waiting_.erase(key);
        in_work_.insert(key);
        return key;
      }
      const auto wake =
          delayed_.empty()
              ? now + std::chrono::hours(1)
              : std::ranges::min_element(delayed_, {}, [](const auto& each) { return each.second; })->second;
      changed_.wait_until(lock, stop, wake, [this, seen = revision_] { return seen != revision_; });
    }
  }

  // It is worked on no more. Not `well`: it comes again later.
  void done(const Key& key, bool well) {
    const std::scoped_lock lock(mutex_);
    in_work_.erase(key);
    if (well) {
      failures_.erase(key);
    } else if (open_ && !waiting_.contains(key)) {
      delayed_[key] = Clock::now() + pause(++failures_[key]);
    }
    ++revision_;
    changed_.notify_all();  // it may wait again, and nobody was woken for it
  }

  // How many wait, those that failed included.
  std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return waiting_.size() + delayed_.size();
  }

 private:
  void wait(const Key& key) {
    if (waiting_.insert(key).second) order_.push_back(key);
    ++revision_;
  }

  void forget() {
    waiting_.clear();
    order_.clear();
    delayed_.clear();
  }

  void release_due(Clock::time_point now) {
    std::erase_if(delayed_, [&](const auto& each) {
      if (each.second > now) return false;
      wait(each.first);
      return true;
    });
  }

  std::chrono::milliseconds pause(int failures) const {
    static constexpr int most_doublings = 20;
    return std::min(options_.first_retry * (1 << std::min(failures - 1, most_doublings)), options_.longest_retry);
  }

  const QueueOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool open_ = false;
  std::uint64_t revision_ = 0;  // counts what may be worth waking up for
  std::set<Key> waiting_;
  std::deque<Key> order_;  // of those that wait: first come, first served
  std::set<Key> in_work_;
  std::map<Key, Clock::time_point> delayed_;
  std::map<Key, int> failures_;
};

}  // namespace chandler::controller::reconcile
