#include "dataset/bring/analyze.hpp"

#include <algorithm>
#include <format>
#include <string>

#include "dataset/fault/command.hpp"
#include "platform/log/log.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

constexpr std::int64_t many_rows = 1'000;

// By the statistics as they are: of a table that was never analyzed nothing is known (-1).
bool is_large(Session& session, const DataSet& data_set, std::int64_t changed) {
  if (changed < many_rows) return false;
  const auto large = session.query("SELECT $1::bigint >= 0.1 * reltuples FROM pg_class WHERE oid = $2::oid",
                                   {std::to_string(changed), data_set.table.oid});
  return large && large->rows() == 1 && large->boolean(0, 0);
}

}  // namespace

void analyze_large_changes(Session& session, std::span<const DataSet> data_sets,
                           std::span<const DataSetResult> results) {
  for (const DataSet& data_set : data_sets) {
    const auto result = std::ranges::find(results, data_set.table.name.display(), &DataSetResult::table);
    if (result == results.end() || result->action != Action::loaded) continue;
    const Counts& counts = result->counts;
    if (!is_large(session, data_set, counts.inserted + counts.updated + counts.deleted)) continue;
    const auto analyzed = session.run(
        std::format("BEGIN; SET LOCAL lock_timeout = '1s'; ANALYZE {}; COMMIT", data_set.table.name.quoted()));
    if (analyzed) continue;
    roll_back(session);
    platform::log::debug("not_analyzed",
                         std::format("{}: {}", data_set.table.name.display(), analyzed.error().message));
  }
}

}  // namespace chandler::dataset
