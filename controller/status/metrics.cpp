#include "controller/status/metrics.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace chandler::controller::status {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Family;
using platform::metrics::Type;

constexpr std::array<std::string_view, 3> workload_labels{"namespace", "kind", "workload"};
constexpr std::array<std::string_view, 4> state_labels{"namespace", "kind", "workload", "state"};
constexpr std::array<std::string_view, 5> schema_labels{"namespace", "kind", "workload", "version", "layout"};
constexpr std::array<std::string_view, 1> done_label{"done"};
constexpr std::array<std::string_view, 1> result_label{"result"};

constexpr Declaration state{.type = Type::gauge,
                            .name = "chandler_provision_state",
                            .help =
                                "1 for the state that the workload's provisioning is in: Ready, Starting, Warning "
                                "or Failing. This and what follows is told by the leader alone.",
                            .labels = state_labels};
constexpr Declaration schema{.type = Type::gauge,
                             .name = "chandler_schema_info",
                             .help = "1 for the schema version that the workload's last migration reported.",
                             .labels = schema_labels};
constexpr Declaration data_age{
    .type = Type::gauge,
    .name = "chandler_data_age_seconds",
    .help = "Time since the data set that was brought longest ago was brought or found unchanged.",
    .labels = workload_labels};
constexpr Declaration stale{.type = Type::gauge,
                            .name = "chandler_data_sets_stale",
                            .help = "Data sets that are older than their fresh_for promises.",
                            .labels = workload_labels};
constexpr Declaration failures{.type = Type::gauge,
                               .name = "chandler_refresh_failures_in_a_row",
                               .help = "Refreshes that failed since the last that went well.",
                               .labels = workload_labels};
constexpr Declaration last_success{.type = Type::gauge,
                                   .name = "chandler_refresh_last_success_timestamp_seconds",
                                   .help = "When the last refresh that went well ended, as Unix time.",
                                   .labels = workload_labels};
constexpr Declaration probe_found{.type = Type::gauge,
                                  .name = "chandler_probe_found_problem",
                                  .help = "1 when the last probe found a problem, 0 when it did not.",
                                  .labels = workload_labels};
constexpr Declaration restarts{.type = Type::gauge,
                               .name = "chandler_init_restarts",
                               .help = "Most restarts of an injected init container among the workload's newest pods.",
                               .labels = workload_labels};
constexpr Declaration missed{.type = Type::gauge,
                             .name = "chandler_pods_not_injected",
                             .help = "Pods that ask for containers and were made while the webhook was not asked.",
                             .labels = workload_labels};
constexpr Declaration looks{.type = Type::counter,
                            .name = "chandler_status_looks_total",
                            .help = "How often the status of all workloads was looked at."};
constexpr Declaration writes{.type = Type::counter,
                             .name = "chandler_status_writes_total",
                             .help = "Provisions created and removed, and statuses updated.",
                             .labels = done_label};
constexpr Declaration evictions{
    .type = Type::counter,
    .name = "chandler_heal_evictions_total",
    .help = "Pods that chandler.dev/heal had evicted, by result: evicted, held (a PodDisruptionBudget) or failed.",
    .labels = result_label};

constexpr std::array all{&state,       &schema,   &data_age, &stale, &failures, &last_success,
                         &probe_found, &restarts, &missed,   &looks, &writes,   &evictions};

std::vector<std::string> labels_of(const WorkloadKey& key) {
  return {key.key.namespace_name, key.kind, key.key.name};
}

using Samples = std::vector<Family::Sample>;

template <typename Value>
void add(Samples& samples, const WorkloadKey& key, const std::optional<Value>& value) {
  if (value) samples.push_back({.labels = labels_of(key), .value = static_cast<double>(*value)});
}

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

Metrics::Metrics(platform::metrics::Registry& registry)
    : looks(registry.add(status::looks).with({})),
      writes(registry.add(status::writes)),
      evictions(registry.add(status::evictions)),
      state_(registry.add(state)),
      schema_(registry.add(schema)),
      data_age_(registry.add(data_age)),
      stale_(registry.add(status::stale)),
      failures_(registry.add(failures)),
      last_success_(registry.add(last_success)),
      probe_found_(registry.add(probe_found)),
      restarts_(registry.add(restarts)),
      missed_(registry.add(missed)) {}

void Metrics::publish(const std::map<WorkloadKey, Figures>& workloads, Time now) {
  Samples states, schemas, ages, stale_sets, in_a_row, successes, found, restarted, not_injected;
  for (const auto& [key, figures] : workloads) {
    auto with = [&](auto... more) {
      std::vector<std::string> labels = labels_of(key);
      (labels.push_back(more), ...);
      return labels;
    };
    states.push_back({.labels = with(figures.state), .value = 1});
    if (!figures.schema_version.empty())
      schemas.push_back({.labels = with(figures.schema_version, figures.schema_layout), .value = 1});
    if (figures.data_since) {
      const double age = std::chrono::duration<double>(now - *figures.data_since).count();
      add(ages, key, std::optional(std::max(0.0, age)));
    }
    add(stale_sets, key, figures.stale);
    add(in_a_row, key, figures.failures);
    add(successes, key, figures.last_success);
    add(found, key, figures.probe_found);
    add(restarted, key, std::optional(figures.restarts));
    add(not_injected, key, std::optional(figures.missed));
  }
  state_.assign(std::move(states));
  schema_.assign(std::move(schemas));
  data_age_.assign(std::move(ages));
  stale_.assign(std::move(stale_sets));
  failures_.assign(std::move(in_a_row));
  last_success_.assign(std::move(successes));
  probe_found_.assign(std::move(found));
  restarts_.assign(std::move(restarted));
  missed_.assign(std::move(not_injected));
}

}  // namespace chandler::controller::status
