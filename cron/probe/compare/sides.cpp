#include "cron/probe/compare/sides.hpp"

#include <algorithm>
#include <format>
#include <thread>
#include <utility>

#include "cron/probe/compare/row_hash.hpp"

namespace chandler::probe::compare {
namespace {

using platform::postgres::Answer;
using platform::postgres::Result;

constexpr std::chrono::milliseconds look_interval{50};

// A primary's position is where it writes, a standby's what it has replayed.
constexpr std::string_view position =
    "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, "
    "pg_is_in_recovery()";

Query reached(std::string_view lsn_here, std::string_view lsn_there) {
  return {.sql = std::format("SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= greatest({}::pg_lsn, "
                             "{}::pg_lsn)",
                             lsn_here, lsn_there),
          .parameters = {}};
}

template <typename T>
Either<T> of(Side side, Answer<T> answer) {
  if (!answer) return std::unexpected(Failure{.side = side, .error = std::move(answer.error())});
  return *std::move(answer);
}

}  // namespace

Either<Result> Sides::ask(Side side, Query query) {
  if (side == Side::here) return of(side, compare::ask(context_.session, query));
  return of(side, begin_there(std::move(query)).get());
}

Either<Both> Sides::ask_both(Query here, Query there) {
  auto pending = begin_there(std::move(there));
  auto mine = of(Side::here, compare::ask(context_.session, here));
  auto other = of(Side::there, pending.get());
  if (!mine) return std::unexpected(std::move(mine.error()));
  if (!other) return std::unexpected(std::move(other.error()));
  return Both{.here = *std::move(mine), .there = *std::move(other)};
}

Either<std::pair<Catalogue, Catalogue>> Sides::read_catalogues() {
  auto pending = there_.begin([](auto& session) { return read_catalogue(session); });
  auto mine = of(Side::here, read_catalogue(context_.session));
  auto other = of(Side::there, pending.get());
  if (!mine) return std::unexpected(std::move(mine.error()));
  if (!other) return std::unexpected(std::move(other.error()));
  return std::pair(*std::move(mine), *std::move(other));
}

std::string Sides::transaction() const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(context_.deadline - Clock::now());
  return std::format("ROLLBACK; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = {}; {}",
                     std::max(left, std::chrono::milliseconds(1)).count(), fixed_settings());
}

Either<void> Sides::begin_snapshots() {
  const Query begin{.sql = transaction(), .parameters = {}};
  auto begun = ask_both(begin, begin);
  if (!begun) return std::unexpected(std::move(begun.error()));
  return {};
}

void Sides::end_snapshots() {
  const Query end{.sql = "ROLLBACK", .parameters = {}};
  static_cast<void>(ask_both(end, end));
}

Either<bool> Sides::settle(std::chrono::milliseconds pause, std::chrono::milliseconds patience, bool one_cluster) {
  const Query where{.sql = std::string(position), .parameters = {}};
  const auto at = ask_both(where, where);
  if (!at) return std::unexpected(at.error());
  const auto literal = [](const Result& row) {
    return row.is_null(0, 0) ? std::string("NULL") : std::format("'{}'", row.text(0, 0));
  };
  const Query question = reached(literal(at->here), literal(at->there));
  const bool replays = one_cluster && (at->here.boolean(0, 1) || at->there.boolean(0, 1));
  const auto began = Clock::now();
  bool there_yet = !replays;
  while (!there_yet || Clock::now() < began + pause) {
    if (Clock::now() >= began + std::max(pause, patience) || Clock::now() >= context_.deadline) break;
    std::this_thread::sleep_for(look_interval);
    if (there_yet) continue;
    const auto answer = ask_both(question, question);
    if (!answer) return std::unexpected(answer.error());
    there_yet = answer->here.boolean(0, 0) && answer->there.boolean(0, 0);
  }
  return there_yet;
}

}  // namespace chandler::probe::compare
