#pragma once

#include <cstdint>
#include <deque>
#include <future>
#include <optional>
#include <vector>

#include "cron/probe/compare/narrowing.hpp"
#include "cron/probe/compare/sides.hpp"

namespace chandler::probe::compare {

// What one pass over a pair of tables gave.
struct Scanned {
  std::int64_t rows_here = 0;
  std::int64_t rows_there = 0;
  std::int64_t chunks = 0;
  std::int64_t chunks_that_differ = 0;
  std::vector<Candidate> candidates;  // rows whose hashes differ
  bool more = false;                  // more rows differ than are kept
  std::optional<Key> reached;         // everything up to this key was looked at
  bool whole = false;
};

// Hashes both tables chunk by chunk, and finds the rows that differ in those whose sums do. Within a snapshot.
class Scan {
 public:
  Scan(Sides& sides, const Pair& pair, const Statements& here, const Statements& there)
      : sides_(sides), pair_(pair), here_(here), there_(there) {}

  // From behind the key `after` on. What was found before a failure is in `result`.
  Either<void> run(std::optional<Key> after);
  Scanned& result() { return result_; }

 private:
  struct Pending {
    Range range;
    Sum here;
    std::future<platform::postgres::Answer<platform::postgres::Result>> there;
  };

  Either<void> run_in_order(std::optional<Key> after);
  Either<void> run_in_one();
  Either<std::optional<Key>> bound(const std::optional<Key>& after, std::int64_t rows);
  Either<void> finish_first();
  Either<void> give_up(const Failure& failure);
  Either<void> narrow(const Range& range, std::int64_t rows);
  Either<bool> divide(const Range& range, int bits, bool count);
  Either<void> fetch(const Range& range, int bits, std::span<const std::int64_t> parts);

  Sides& sides_;
  const Pair& pair_;
  const Statements& here_;
  const Statements& there_;
  std::deque<Pending> pending_;
  Scanned result_;
};

}  // namespace chandler::probe::compare
