#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace chandler::execute {

// What the queue ought to do, in the simplest words: states and counts of tasks in memory, one call after the other.
class Model {
 public:
  struct Entry {
    std::string state;
    int attempts = 0;
    int max_attempts = 10;
    int lost = 0;
    std::string if_head_fails = "block";
    std::set<std::int64_t> heads;
    std::string token;  // of the claim that it is running by
    std::string executor;
    std::string unique_key;

    bool unfinished() const {
      return state == "blocked" || state == "scheduled" || state == "ready" || state == "running";
    }
    bool broken() const { return state == "failed" || state == "cancelled" || state == "skipped"; }
  };

  std::int64_t holder_of(const std::string& unique_key) const {
    for (const auto& [id, each] : entries) {
      if (!unique_key.empty() && each.unique_key == unique_key && each.unfinished()) return id;
    }
    return 0;
  }

  void enqueue(std::int64_t id, Entry entry) {
    bool broken = false;
    for (const auto head : entry.heads) broken = broken || entries.at(head).broken();
    entry.state = open_heads(entry) > 0 ? "blocked" : "ready";
    if (broken && entry.if_head_fails == "skip") entry.state = "skipped";
    if (broken && entry.if_head_fails == "fail") entry.state = "failed";
    entries.emplace(id, std::move(entry));
  }

  void claim(std::int64_t id, const std::string& executor, const std::string& token) {
    Entry& entry = entries.at(id);
    entry.state = "running";
    entry.executor = executor;
    entry.token = token;
    ++entry.attempts;
  }

  bool holds(std::int64_t id, const std::string& token) const {
    const Entry& entry = entries.at(id);
    return entry.state == "running" && entry.token == token;
  }

  void complete(std::int64_t id) {
    entries.at(id).state = "completed";
    for (auto& [other, entry] : entries) {
      if (entry.state == "blocked" && entry.heads.contains(id) && open_heads(entry) == 0) entry.state = "ready";
    }
  }

  void fail(std::int64_t id, const std::string& state = "failed") {
    entries.at(id).state = state;
    for (auto& [other, entry] : entries) {
      if (entry.state != "blocked" || !entry.heads.contains(id) || entry.if_head_fails == "block") continue;
      fail(other, entry.if_head_fails == "skip" ? "skipped" : "failed");
    }
  }

  void give_back(std::int64_t id, bool charged, bool later) {
    Entry& entry = entries.at(id);
    if (!charged) --entry.attempts;
    if (charged && entry.attempts >= entry.max_attempts) return fail(id);
    entry.state = later ? "scheduled" : "ready";
  }

  void reclaim(const std::string& executor, int max_lost) {
    std::vector<std::int64_t> given_up;
    for (auto& [id, entry] : entries) {
      if (entry.state != "running" || entry.executor != executor) continue;
      const bool before = entry.lost > 0;
      ++entry.lost;
      entry.state = before ? "scheduled" : "ready";
      if (entry.lost >= max_lost || entry.attempts >= entry.max_attempts) given_up.push_back(id);
    }
    for (const auto id : given_up) fail(id);
  }

  bool retry(std::int64_t id) {
    Entry& entry = entries.at(id);
    if (!entry.broken() && entry.state != "scheduled") return false;
    entry.attempts = entry.lost = 0;
    entry.state = open_heads(entry) > 0 ? "blocked" : "ready";
    return true;
  }

  std::map<std::int64_t, Entry> entries;

 private:
  int open_heads(const Entry& entry) const {
    int out = 0;
    for (const auto head : entry.heads) out += entries.at(head).state != "completed" ? 1 : 0;
    return out;
  }
};

}  // namespace chandler::execute
