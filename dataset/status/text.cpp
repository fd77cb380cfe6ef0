#include <algorithm>
#include <format>

#include "dataset/status/status.hpp"

namespace chandler::dataset {
namespace {

// In the two largest units: "3d 4h", "12m 5s".
std::string in_words(std::chrono::seconds age) {
  using std::chrono::duration_cast;
  const auto days = duration_cast<std::chrono::days>(age);
  const auto hours = duration_cast<std::chrono::hours>(age - days);
  const auto minutes = duration_cast<std::chrono::minutes>(age - days - hours);
  const auto seconds = age - days - hours - minutes;
  if (days.count() > 0) return std::format("{}d {}h", days.count(), hours.count());
  if (hours.count() > 0) return std::format("{}h {}m", hours.count(), minutes.count());
  if (minutes.count() > 0) return std::format("{}m {}s", minutes.count(), seconds.count());
  return std::format("{}s", seconds.count());
}

std::string promise_of(const DataSetStatus& each) {
  if (!each.fresh_for) return "-";
  return in_words(*each.fresh_for) + (each.stale() ? ", stale" : "");
}

}  // namespace

std::string table_of(std::span<const DataSetStatus> data_sets) {
  std::size_t table = std::string_view("TABLE").size();
  std::size_t source = std::string_view("SOURCE").size();
  for (const DataSetStatus& each : data_sets) {
    table = std::max(table, each.table.size());
    source = std::max(source, each.source.size());
  }
  const bool promises = std::ranges::any_of(data_sets, [](const auto& each) { return each.fresh_for.has_value(); });
  const auto promised = [&](std::string_view text) { return promises ? std::format("  {:<14}", text) : std::string(); };
  std::string out = std::format("{:<{}}  {:<{}}  {:<20}  {:>10}{}  {:>12}  {}\n", "TABLE", table, "SOURCE", source,
                                "LOADED", "VERIFIED", promised("FRESH FOR"), "ROWS", "FAILURES");
  for (const DataSetStatus& each : data_sets) {
    out += std::format("{:<{}}  {:<{}}  {:<20}  {:>10}{}  {:>12}  {}\n", each.table, table, each.source, source,
                       each.loaded.empty() ? "never" : each.loaded, each.age ? in_words(*each.age) + " ago" : "never",
                       promised(promise_of(each)), each.rows, each.failures);
    if (!each.error.empty()) out += std::format("  {}\n", each.error);
  }
  return out;
}

}  // namespace chandler::dataset
