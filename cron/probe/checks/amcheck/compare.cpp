#include <format>

#include "cron/probe/checks/amcheck/worker.hpp"

// The worker's part in comparing an index with its table (comparison.hpp).
namespace chandler::probe::amcheck {
namespace {

using platform::postgres::Result;
using platform::postgres::ServerError;

// The plan must go by the index alone, and be the one that proves something.
constexpr std::string_view begin_as_leader =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; "
    "SET LOCAL enable_hashjoin = off; SET LOCAL enable_nestloop = off; SET LOCAL enable_bitmapscan = off; "
    "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off; ";
constexpr int removes_self_joins = 180000;

Sum sum_of(const Result& rows) {
  return {.rows = rows.integer(0, 0), .places = rows.integer(0, 1)};
}

std::string lines_of(const Result& rows) {
  std::string out;
  for (int row = 0; row < rows.rows(); ++row) out += std::format("{}\n", rows.text(row, 0));
  return out;
}

}  // namespace

// Whatever comes between is answered by the function itself, which needs nobody else, and says which row it is.
Worker::Answer Worker::lead(const Piece& piece) {
  const auto same = compare(piece);
  if (session_.alive() && session_.in_transaction()) (void)session_.run("ROLLBACK");
  if (same && *same) return {};
  if (!same) {
    const Failure failure = classify(same.error());
    if (same.error().stopped || failure == Failure::lost || failure == Failure::time) {
      return std::unexpected(same.error());
    }
  }
  Piece whole = piece;
  whole.step = Step::check;
  if (Answer checked = check_indexes(whole); !checked) return checked;
  if (same && corruptions_ == 0) found_.add(of_rows(agenda_.relation(piece.relations.front())));
  return {};
}

// False: they differ. An error also where the planner does not go the way that proves it.
platform::postgres::Answer<bool> Worker::compare(const Piece& piece) {
  const Relation& index = agenda_.relation(piece.relations.front());
  auto begun = session_.run(std::format(
      "{}{}SELECT pg_export_snapshot()", begin_as_leader,
      session_.server_version() >= removes_self_joins ? "SET LOCAL enable_self_join_elimination = off; " : ""));
  if (!begun) return std::unexpected(std::move(begun.error()));
  const std::string query = by_index_query(index);
  const auto plan = session_.query("EXPLAIN " + query);
  if (!plan) return std::unexpected(plan.error());
  if (!is_wanted_plan(lines_of(*plan), index)) {
    return std::unexpected(ServerError{.sqlstate = "0A000", .message = "no plan by the index alone"});
  }
  piece.comparison->begin(std::string(begun->text(0, 0)));
  const auto by_index = session_.query(query);
  if (!by_index) return std::unexpected(by_index.error());
  while (const auto range = piece.comparison->next()) {
    const auto by_table = session_.query(by_table_query(index, *range));
    if (!by_table) {
      piece.comparison->fail();
      return std::unexpected(by_table.error());
    }
    piece.comparison->done(sum_of(*by_table));
  }
  const auto by_table = piece.comparison->result();
  if (!by_table) return std::unexpected(ServerError{.sqlstate = "0A000", .message = "another connection failed"});
  return *by_table == sum_of(*by_index);
}

Worker::Answer Worker::read_range(const Piece& piece) {
  const Relation& index = agenda_.relation(piece.relations.front());
  const auto rows =
      session_.run(std::format("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '{}'; "
                               "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off; {}",
                               piece.range.snapshot, by_table_query(index, piece.range)));
  if (session_.alive() && session_.in_transaction()) (void)session_.run("ROLLBACK");
  if (rows) {
    piece.comparison->done(sum_of(*rows));
  } else {
    piece.comparison->fail();
    if (rows.error().connection_lost || rows.error().stopped) return std::unexpected(rows.error());
  }
  return {};
}

}  // namespace chandler::probe::amcheck
