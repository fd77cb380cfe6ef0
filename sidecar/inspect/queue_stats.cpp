#include "sidecar/inspect/queue_stats.hpp"

#include <algorithm>
#include <array>
#include <format>

namespace chandler::execute {
namespace {

constexpr std::array<std::string_view, 5> unfinished{"ready", "scheduled", "blocked", "running", "failed"};
constexpr std::string_view ended = "ended";

// A part for each state, since an index of one state serves only who names it.
std::string statement() {
  std::string out = std::format(
      "SELECT queue, '{}', count(*), NULL::bigint FROM chandler.task WHERE state IN ('completed', 'cancelled', "
      "'skipped') AND finished_at > clock_timestamp() - interval '1 hour' GROUP BY queue",
      ended);
  for (const std::string_view state : unfinished) {
    out += std::format(
        " UNION ALL SELECT queue, '{0}', count(*), extract(epoch FROM clock_timestamp() - min(run_at))::bigint FROM "
        "chandler.task WHERE state = '{0}' GROUP BY queue",
        state);
  }
  return out;
}

}  // namespace

core::Expected<std::vector<QueueStats>> queue_stats(platform::postgres::Session& session) {
  const auto rows = session.query(statement());
  if (!rows) return std::unexpected(to_error(rows.error(), "tasks.read", "chandler.task"));
  std::map<std::string, QueueStats, std::less<>> queues;
  for (int row = 0; row < rows->rows(); ++row) {
    QueueStats& each = queues[std::string(rows->text(row, 0))];
    const std::string_view state = rows->text(row, 1);
    if (state == ended) {
      each.ended = rows->integer(row, 2);
      continue;
    }
    each.tasks.emplace(state, rows->integer(row, 2));
    if (state == "ready") each.oldest_s = std::max<std::int64_t>(rows->integer(row, 3), 0);
  }
  std::vector<QueueStats> out;
  for (auto& [name, each] : queues) {
    each.queue = name;
    out.push_back(std::move(each));
  }
  return out;
}

}  // namespace chandler::execute
