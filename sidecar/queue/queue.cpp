#include "sidecar/queue/queue.hpp"

#include <algorithm>
#include <format>

#include "sidecar/queue/array_text.hpp"

namespace chandler::execute {
namespace {

using platform::postgres::Answer;
using platform::postgres::Parameter;
using platform::postgres::Result;
using platform::postgres::Session;

std::string interval_of(std::chrono::milliseconds duration) {
  return std::format("{} milliseconds", duration.count());
}

Task task_of(const Result& rows, int row) {
  return {.claim = {.id = rows.integer(row, 0), .token = std::string(rows.text(row, 6))},
          .queue = std::string(rows.text(row, 1)),
          .name = std::string(rows.text(row, 2)),
          .payload = std::string(rows.text(row, 3)),
          .attempt = static_cast<int>(rows.integer(row, 4)),
          .max_attempts = static_cast<int>(rows.integer(row, 5)),
          .priority = static_cast<int>(rows.integer(row, 8)),
          .traceparent = rows.is_null(row, 7) ? std::nullopt : std::optional(std::string(rows.text(row, 7))),
          .waited = std::chrono::milliseconds(rows.integer(row, 9))};
}

constexpr std::string_view claim_alone =
    "SELECT id, queue, name, payload, attempt, max_attempts, token, traceparent, priority, waited_ms, due_ms, "
    "reclaimed "
    "FROM chandler.claim_tasks($1, $2, $3, $4, $5, $6)";

// The second part begins after the first has ended, and sees what it did.
constexpr std::string_view claim_and_measure =
    "SELECT id, queue, name, payload, attempt, max_attempts, token, traceparent, priority, waited_ms, due_ms, "
    "reclaimed, "
    "NULL::bigint AS ready, NULL::bigint AS oldest_ms, NULL::bigint AS failed "
    "FROM chandler.claim_tasks($1, $2, $3, $4, $5, $6) UNION ALL "
    "SELECT NULL, queue, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ready, oldest_ms, failed "
    "FROM chandler.measure_tasks($3, $7)";
constexpr int ready_column = 12;

Depth depth_of(const Result& rows, int row) {
  return {.queue = std::string(rows.text(row, 1)),
          .ready = rows.integer(row, ready_column),
          .oldest = std::chrono::milliseconds(rows.integer(row, ready_column + 1)),
          .failed = rows.integer(row, ready_column + 2)};
}

std::string_view word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::retry:
      return "retry";
    case Verdict::release:
      return "release";
    default:
      return "fail";
  }
}

// What every call names its tasks by.
struct Claims {
  ArrayText ids;
  ArrayText tokens;

  explicit Claims(std::span<const Outcome> outcomes) {
    for (const Outcome& each : outcomes) {
      ids.add(each.claim.id);
      tokens.add_plain(each.claim.token);
    }
  }
};

}  // namespace

Answer<Claimed> claim(Session& session, const Identity& identity, std::size_t most, Measure measure) {
  ArrayText queues;
  for (const std::string& each : identity.queues) queues.add(std::string_view(each));
  std::vector<Parameter> parameters{identity.executor,
                                    identity.worker,
                                    queues.take(),
                                    std::to_string(most),
                                    interval_of(identity.lease),
                                    std::to_string(identity.max_lost)};
  if (measure == Measure::yes) parameters.emplace_back(std::to_string(counted_to));
  const auto rows = session.query(measure == Measure::yes ? claim_and_measure : claim_alone, parameters);
  if (!rows) return std::unexpected(rows.error());
  Claimed out;
  out.tasks.reserve(static_cast<std::size_t>(std::max(rows->rows() - 1, 0)));
  for (int row = 0; row < rows->rows(); ++row) {
    if (!rows->is_null(row, 0)) {
      out.tasks.push_back(task_of(*rows, row));
      continue;
    }
    if (rows->columns() > ready_column && !rows->is_null(row, ready_column)) {
      out.depths.push_back(depth_of(*rows, row));
      continue;
    }
    if (!rows->is_null(row, 10)) out.next_due = std::chrono::milliseconds(rows->integer(row, 10));
    out.reclaimed = static_cast<int>(rows->integer(row, 11));
  }
  std::ranges::sort(out.tasks, [](const Task& a, const Task& b) {
    return a.priority != b.priority ? a.priority > b.priority : a.claim.id < b.claim.id;
  });
  return out;
}

Answer<std::vector<std::int64_t>> renew(Session& session, const Identity& identity,
                                        std::span<const std::int64_t> known) {
  ArrayText ids;
  for (const std::int64_t id : known) ids.add(id);
  const auto row = session.query("SELECT chandler.renew_tasks($1, $2, $3)",
                                 {identity.executor, interval_of(identity.lease), ids.take()});
  if (!row) return std::unexpected(row.error());
  return numbers_of(row->text(0, 0));
}

Answer<std::int64_t> leave(Session& session, const Identity& identity) {
  const auto row = session.query("SELECT chandler.leave_tasks($1)", {identity.executor});
  if (!row) return std::unexpected(row.error());
  return row->integer(0, 0);
}

Answer<Recorded> complete(Session& session, std::span<const Outcome> outcomes, bool keep) {
  Claims claims(outcomes);
  Parameter results;
  if (std::ranges::any_of(outcomes, [](const Outcome& each) { return each.result.has_value(); })) {
    ArrayText texts;
    for (const Outcome& each : outcomes) texts.add(each.result);
    results = texts.take();
  }
  const auto row = session.query("SELECT refused, freed FROM chandler.complete_tasks($1, $2, $3, $4)",
                                 {claims.ids.take(), claims.tokens.take(), results, keep ? "true" : "false"});
  if (!row) return std::unexpected(row.error());
  return Recorded{.refused = numbers_of(row->text(0, 0)), .freed = row->integer(0, 1)};
}

Answer<Recorded> give_back(Session& session, std::span<const Outcome> outcomes) {
  Claims claims(outcomes);
  ArrayText verdicts;
  ArrayText delays;
  ArrayText errors;
  for (const Outcome& each : outcomes) {
    verdicts.add_plain(word_of(each.verdict));
    delays.add(std::int64_t{each.delay.count()});
    errors.add(each.error);
  }
  const auto row =
      session.query("SELECT chandler.return_tasks($1, $2, $3, $4, $5)",
                    {claims.ids.take(), claims.tokens.take(), verdicts.take(), delays.take(), errors.take()});
  if (!row) return std::unexpected(row.error());
  return Recorded{.refused = numbers_of(row->text(0, 0))};
}

Answer<std::int64_t> prune(Session& session, std::chrono::milliseconds age) {
  const auto row = session.query("SELECT chandler.prune_tasks($1)", {interval_of(age)});
  if (!row) return std::unexpected(row.error());
  return row->integer(0, 0);
}

}  // namespace chandler::execute
