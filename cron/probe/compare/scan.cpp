#include "cron/probe/compare/scan.hpp"

#include <algorithm>
#include <utility>

namespace chandler::probe::compare {
namespace {

using platform::postgres::Result;

constexpr std::int64_t first_chunk = 10'000;
constexpr std::size_t most_pending = 3;  // chunks that the other server may be behind
constexpr std::int64_t most_fetched = 50'000;
constexpr std::size_t most_candidates = 1'000;
constexpr int fewest_bits = 8;

std::string text_of(const Result& rows, int row, int column) {
  return std::string(rows.text(row, column));
}

Sum sum_of(const Result& rows) {
  return {.rows = rows.integer(0, 0), .hashes = text_of(rows, 0, 1)};
}

Parts parts_of(const Result& rows) {
  Parts out;
  for (int row = 0; row < rows.rows(); ++row)
    out.emplace(rows.integer(row, 0), Sum{.rows = rows.integer(row, 1), .hashes = text_of(rows, row, 2)});
  return out;
}

Key key_in(const Result& rows, int row, int first_column) {
  Key key;
  for (int column = first_column; column < rows.columns(); ++column) key.push_back(text_of(rows, row, column));
  return key;
}

Hashes hashes_of(const Result& rows) {
  Hashes out;
  for (int row = 0; row < rows.rows(); ++row) out.emplace(key_in(rows, row, 1), text_of(rows, row, 0));
  return out;
}

std::int64_t rows_in(const Parts& parts) {
  std::int64_t rows = 0;
  for (const auto& [part, sum] : parts) rows += sum.rows;
  return rows;
}

}  // namespace

Either<void> Scan::run(std::optional<Key> after) {
  return pair_.same_order ? run_in_order(std::move(after)) : run_in_one();
}

// By the index of the server with more rows; where that has no more, by the other's.
Either<std::optional<Key>> Scan::bound(const std::optional<Key>& after, std::int64_t rows) {
  const bool there_leads = pair_.there.estimated_rows > pair_.here.estimated_rows * 1.1;
  for (const Side side : {there_leads ? Side::there : Side::here, there_leads ? Side::here : Side::there}) {
    const auto answer = sides_.ask(side, (side == Side::here ? here_ : there_).bound(after, rows));
    if (!answer) return std::unexpected(answer.error());
    if (answer->rows() == 1) return key_in(*answer, 0, 0);
  }
  return std::nullopt;
}

Either<void> Scan::run_in_order(std::optional<Key> after) {
  Context& context = sides_.context();
  const std::string name = pair_.shown();
  std::int64_t rows = first_chunk;
  bool more = true;
  while (more && context.go_on()) {
    const auto upto = bound(after, rows);
    if (!upto) return give_up(upto.error());
    more = upto->has_value();
    const Range range{.after = after, .upto = *upto};
    const auto began = Clock::now();
    auto other = sides_.begin_there(there_.chunk(range));
    const auto mine = sides_.ask(Side::here, here_.chunk(range));
    if (!mine) return give_up(mine.error());
    pending_.push_back({.range = range, .here = sum_of(*mine), .there = std::move(other)});
    rows = next_chunk(rows, std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began));
    after = *upto;
    while (pending_.size() > most_pending) {
      if (auto finished = finish_first(); !finished) return finished;
    }
    context.tell({.object = name,
                  .done = result_.rows_here,
                  .all = static_cast<std::int64_t>(std::max(0.0, pair_.here.estimated_rows))});
  }
  while (!pending_.empty()) {
    if (auto finished = finish_first(); !finished) return finished;
  }
  result_.whole = !more;
  return {};
}

// The chunks before were done. One of them may have failed first, and says better why.
Either<void> Scan::give_up(const Failure& failure) {
  while (!pending_.empty()) {
    if (auto finished = finish_first(); !finished) return finished;
  }
  return std::unexpected(failure);
}

Either<void> Scan::finish_first() {
  Pending first = std::move(pending_.front());
  pending_.pop_front();
  auto answer = first.there.get();
  if (!answer) return std::unexpected(Failure{.side = Side::there, .error = std::move(answer.error())});
  const Sum other = sum_of(*answer);
  ++result_.chunks;
  result_.rows_here += first.here.rows;
  result_.rows_there += other.rows;
  if (first.here != other) {
    ++result_.chunks_that_differ;
    if (auto narrowed = narrow(first.range, std::max(first.here.rows, other.rows)); !narrowed) return narrowed;
  }
  result_.reached = first.range.upto;
  return {};
}

Either<void> Scan::narrow(const Range& range, std::int64_t rows) {
  if (result_.candidates.size() >= most_candidates) {
    result_.more = true;
    return {};
  }
  const int bits = bits_to_divide(rows);
  if (bits == 0) return fetch(range, 0, {});
  const auto divided = divide(range, bits, false);
  if (!divided) return std::unexpected(divided.error());
  return {};
}

// True: some part differs.
Either<bool> Scan::divide(const Range& range, int bits, bool count) {
  const auto both = sides_.ask_both(here_.parts(range, bits), there_.parts(range, bits));
  if (!both) return std::unexpected(both.error());
  const Parts mine = parts_of(both->here);
  const Parts other = parts_of(both->there);
  if (count) {
    result_.rows_here += rows_in(mine);
    result_.rows_there += rows_in(other);
  }
  const Chosen chosen = choose(mine, other, most_fetched);
  result_.more = result_.more || chosen.left_out > 0;
  if (chosen.parts.empty()) return false;
  if (auto fetched = fetch(range, bits, chosen.parts); !fetched) return std::unexpected(fetched.error());
  return true;
}

Either<void> Scan::fetch(const Range& range, int bits, std::span<const std::int64_t> parts) {
  static constexpr std::int64_t limit = 2 * most_fetched;
  const auto both = sides_.ask_both(here_.rows(range, bits, parts, limit), there_.rows(range, bits, parts, limit));
  if (!both) return std::unexpected(both.error());
  // Cut off, they would seem to be missing.
  if (both->here.rows() == limit || both->there.rows() == limit) {
    result_.more = true;
    return {};
  }
  for (Candidate& each : differing(hashes_of(both->here), hashes_of(both->there))) {
    if (result_.candidates.size() >= most_candidates) {
      result_.more = true;
      return {};
    }
    result_.candidates.push_back(std::move(each));
  }
  return {};
}

// Where the servers sort keys differently a range here is none there: parts of the whole table, by the key's hash.
Either<void> Scan::run_in_one() {
  if (!sides_.context().go_on()) return {};
  const double estimated = std::max(pair_.here.estimated_rows, pair_.there.estimated_rows);
  const int bits = std::max(fewest_bits, bits_to_divide(static_cast<std::int64_t>(std::max(0.0, estimated))));
  const auto differs = divide({}, bits, true);
  if (!differs) return std::unexpected(differs.error());
  result_.chunks = 1;
  result_.chunks_that_differ = *differs ? 1 : 0;
  result_.whole = true;
  return {};
}

}  // namespace chandler::probe::compare
