#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace chandler::controller::api {

// Answers that hold for a while. Bounded: the one kept first makes room. Threads: any. The clock is passed in.
template <typename Value>
class ExpiringCache {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit ExpiringCache(std::size_t capacity) : capacity_(capacity) {}

  std::optional<Value> find(const std::string& key, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return std::nullopt;
    if (found->second.until <= now) {
      forget(found);
      return std::nullopt;
    }
    return found->second.value;
  }

  void keep(const std::string& key, Value value, Time until) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = entries_.find(key); found != entries_.end()) forget(found);
    while (entries_.size() >= capacity_) forget(entries_.find(order_.front()));
    order_.push_back(key);
    entries_.emplace(key, Entry{.value = std::move(value), .until = until, .place = std::prev(order_.end())});
  }

  std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return entries_.size();
  }

 private:
  struct Entry {
    Value value;
    Time until;
    std::list<std::string>::iterator place;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  void forget(typename Entries::iterator entry) {
    order_.erase(entry->second.place);
    entries_.erase(entry);
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  Entries entries_;
  std::list<std::string> order_;  // keys, as they were kept
};

}  // namespace chandler::controller::api
