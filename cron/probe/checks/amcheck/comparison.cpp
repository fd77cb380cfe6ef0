#include "cron/probe/checks/amcheck/comparison.hpp"

#include <algorithm>
#include <format>

namespace chandler::probe::amcheck {

void Comparison::begin(std::string snapshot) {
  const std::scoped_lock lock(mutex_);
  snapshot_ = std::move(snapshot);
}

std::optional<Comparison::Range> Comparison::next() {
  static constexpr std::int64_t range_blocks = 16'384;
  const std::scoped_lock lock(mutex_);
  if (snapshot_.empty() || failed_ || next_ > blocks_) return std::nullopt;
  Range range{.from = next_, .to = next_ + range_blocks, .snapshot = snapshot_};
  next_ = range.to;
  if (range.to >= blocks_) {
    range.to = -1;
    next_ = blocks_ + 1;
  }
  ++under_way_;
  return range;
}

void Comparison::done(const Sum& sum) {
  const std::scoped_lock lock(mutex_);
  sum_.add(sum);
  --under_way_;
  ended_.notify_all();
}

void Comparison::fail() {
  const std::scoped_lock lock(mutex_);
  failed_ = true;
  --under_way_;
  ended_.notify_all();
}

std::optional<Sum> Comparison::result() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [&] { return under_way_ == 0; });
  if (failed_ || next_ <= blocks_) return std::nullopt;
  return sum_;
}

std::string by_index_query(const Relation& index) {
  std::string keys;
  std::string equal;
  for (const std::string& key : index.keys) {
    keys += std::format("{}{}", keys.empty() ? "" : ", ", key);
    equal += std::format("{}a.{} = b.{}", equal.empty() ? "" : " AND ", key, key);
  }
  return std::format(
      "SELECT count(*), coalesce(bit_xor(hashtidextended(a.ctid, 0)), 0) FROM ONLY {0} a JOIN (SELECT {1} FROM ONLY "
      "{0}) b "
      "ON {2}",
      index.owner, keys, equal);
}

bool is_wanted_plan(std::string_view plan, const Relation& index) {
  return plan.contains("Merge Join") && plan.contains(std::format("Index Scan using {} on", index.short_name)) &&
         plan.contains(std::format("Index Only Scan using {} on", index.short_name)) && !plan.contains("Sort") &&
         !plan.contains("Seq Scan") && !plan.contains("Join Filter");
}

std::string by_table_query(const Relation& index, const Comparison::Range& range) {
  std::string where = std::format("ctid >= '({},0)'", range.from);
  if (range.to >= 0) where += std::format(" AND ctid < '({},0)'", range.to);
  return std::format("SELECT count(*), coalesce(bit_xor(hashtidextended(ctid, 0)), 0) FROM ONLY {} WHERE {}",
                     index.owner, where);
}

}  // namespace chandler::probe::amcheck
