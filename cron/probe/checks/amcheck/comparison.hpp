#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "cron/probe/checks/amcheck/relations.hpp"

namespace chandler::probe::amcheck {

// How many rows, and the exclusive or of a hash of each one's place.
struct Sum {
  std::int64_t rows = 0;
  std::int64_t places = 0;

  void add(const Sum& other) {
    rows += other.rows;
    places ^= other.places;
  }
  bool operator==(const Sum&) const = default;
};

// Whether a unique index holds every row of its table, as bt_index_check's heapallindexed says, which one connection
// does alone. Here several share it, in one snapshot. The leader reads the rows in the index's order, by the index, and
// joins them by merging with the keys that the index itself holds; the others read the table, range by range. The sums
// are equal only where each row is reached by the index, once, and from a key that is its own: were two entries
// exchanged, the rows would come out of order and find no partner in the merge.
//
// What the threads share of it: ranges of blocks to read, and the sum.
class Comparison {
 public:
  // `blocks`: of the table.
  explicit Comparison(std::int64_t blocks) : blocks_(blocks) {}

  // The leader's: from now on there are ranges.
  void begin(std::string snapshot);

  struct Range {
    std::int64_t from = 0;
    std::int64_t to = -1;  // not part of it; negative: to the table's end
    std::string snapshot = {};
  };
  // Nullopt: no more, or not yet. Each one that was given out must be ended by one of the two below.
  std::optional<Range> next();
  void done(const Sum& sum);
  void fail();

  // The leader's: waits for the ranges that others still read. Nullopt: one of them failed.
  std::optional<Sum> result();

 private:
  const std::int64_t blocks_;
  std::mutex mutex_;  // guards all below
  std::condition_variable ended_;
  std::string snapshot_;
  std::int64_t next_ = 0;
  int under_way_ = 0;
  bool failed_ = false;
  Sum sum_;
};

// The leader's query, and the plan it must have: without it the answer would prove nothing.
std::string by_index_query(const Relation& index);
bool is_wanted_plan(std::string_view plan, const Relation& index);

// Of a range of the table.
std::string by_table_query(const Relation& index, const Comparison::Range& range);

}  // namespace chandler::probe::amcheck
