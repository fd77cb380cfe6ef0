#include "dataset/parallel/stage_ahead.hpp"

#include <algorithm>
#include <format>
#include <string>
#include <utility>

#include "dataset/fault/failure.hpp"
#include "dataset/parallel/fill.hpp"
#include "platform/log/log.hpp"

namespace chandler::dataset::parallel {
namespace {

using platform::postgres::Session;

void warn(std::string_view why) {
  platform::log::warning("one_job", std::format("loading by one connection, whatever --jobs says: {}", why));
}

bool ends_all(const core::Error& error) {
  return error.code == "stopped" || error.code == "database.lost";
}

}  // namespace

core::Expected<std::optional<std::vector<std::int64_t>>> stage_ahead(Session& session, std::span<DataSet> data_sets,
                                                                     std::size_t jobs, SharedStages& stages,
                                                                     const std::stop_token& stop) {
  const auto why_not = why_no_stages(session);
  if (!why_not) return std::unexpected(why_not.error());
  if (!why_not->empty()) {
    warn(*why_not);
    return std::nullopt;
  }
  std::stop_source halt;
  const std::stop_callback with_all(stop, [&halt] { halt.request_stop(); });
  auto first = open_sender(session.settings(), halt.get_token());
  if (!first && stop.stop_requested()) return std::unexpected(first.error());
  if (!first) {
    warn(core::describe(first.error()));
    return std::nullopt;
  }
  std::vector<DataSet> shared(data_sets.begin(), data_sets.end());
  for (DataSet& data_set : shared) {
    const auto made = stages.make(*first, data_set);
    if (made) continue;
    if (ends_all(made.error())) return std::unexpected(made.error());
    warn(core::describe(made.error()));
    return std::nullopt;
  }
  auto rows = fill(session, *std::move(first), shared, senders_for(shared, jobs), halt);
  if (!rows) return std::unexpected(rows.error());
  std::ranges::move(shared, data_sets.begin());
  return *std::move(rows);
}

}  // namespace chandler::dataset::parallel
