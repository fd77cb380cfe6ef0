#include "dataset/status/metrics.hpp"

#include <array>

#include "dataset/status/status.hpp"
#include "platform/metrics/registry.hpp"

namespace chandler::dataset {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 1> labels{"data_set"};

constexpr Declaration age{.type = Type::gauge,
                          .name = "chandler_dataset_age_seconds",
                          .help = "Since the table was last known to be up to date with its source.",
                          .labels = labels};
constexpr Declaration rows{.type = Type::gauge,
                           .name = "chandler_dataset_rows",
                           .help = "Rows that the source had at its latest load or refresh.",
                           .labels = labels};
constexpr Declaration duration{.type = Type::gauge,
                               .name = "chandler_dataset_load_duration_seconds",
                               .help = "How long the latest load or refresh that changed the table took.",
                               .labels = labels};
constexpr Declaration failures{.type = Type::gauge,
                               .name = "chandler_dataset_failures",
                               .help = "Failures in a row since the latest success; alert above 3.",
                               .labels = labels};

constexpr Declaration rejected{.type = Type::gauge,
                               .name = "chandler_dataset_rejected_rows",
                               .help = "Rows of the source that its latest load or refresh put aside.",
                               .labels = labels};
constexpr Declaration promise{.type = Type::gauge,
                              .name = "chandler_dataset_fresh_for_seconds",
                              .help = "Up to which age the data may be used, where fresh_for promises one.",
                              .labels = labels};
constexpr Declaration stale{.type = Type::gauge,
                            .name = "chandler_dataset_stale",
                            .help = "1 where the data is older than promised, else 0.",
                            .labels = labels};

constexpr std::array<const Declaration*, 7> declarations{&age,      &rows,    &duration, &failures,
                                                         &rejected, &promise, &stale};

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return declarations;
}

std::string metrics_of(std::span<const DataSetStatus> data_sets) {
  platform::metrics::Registry registry;
  auto& ages = registry.add(age);
  auto& counts = registry.add(rows);
  auto& durations = registry.add(duration);
  auto& failed = registry.add(failures);
  auto& bad = registry.add(rejected);
  auto& promises = registry.add(promise);
  auto& late = registry.add(stale);
  for (const DataSetStatus& each : data_sets) {
    failed.with({each.table}).set(static_cast<double>(each.failures));
    if (!each.age) continue;
    ages.with({each.table}).set(static_cast<double>(each.age->count()));
    counts.with({each.table}).set(static_cast<double>(each.rows));
    durations.with({each.table}).set(std::chrono::duration<double>(each.duration).count());
    bad.with({each.table}).set(static_cast<double>(each.rejected));
    if (!each.fresh_for) continue;
    promises.with({each.table}).set(static_cast<double>(each.fresh_for->count()));
    late.with({each.table}).set(each.stale() ? 1 : 0);
  }
  return registry.text();
}

}  // namespace chandler::dataset
