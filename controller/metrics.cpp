#include "controller/metrics.hpp"

#include <array>

namespace chandler::controller {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 1> result_label{"result"};
constexpr std::array<std::string_view, 1> done_label{"done"};
constexpr std::array duration_buckets{0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0};

constexpr Declaration leader{
    .type = Type::gauge, .name = "chandler_leader", .help = "1 in the replica that leads, 0 in the others."};
constexpr Declaration terms{.type = Type::counter,
                            .name = "chandler_leadership_acquired_total",
                            .help = "How often this replica began to lead."};
constexpr Declaration synced{.type = Type::gauge,
                             .name = "chandler_cache_synced",
                             .help = "1 when all lists of the cluster's objects came whole once."};
constexpr Declaration workloads{
    .type = Type::gauge, .name = "chandler_workloads", .help = "Workloads that carry the label."};
constexpr Declaration queue{
    .type = Type::gauge,
    .name = "chandler_reconcile_queue",
    .help = "Workloads of the leader that wait to be reconciled, those to be tried again with them."};
constexpr Declaration reconciles{.type = Type::counter,
                                 .name = "chandler_reconciles_total",
                                 .help = "Workloads reconciled, by result: well, or failed and to be tried again.",
                                 .labels = result_label};
constexpr Declaration duration{.type = Type::histogram,
                               .name = "chandler_reconcile_duration_seconds",
                               .help = "Time to reconcile one workload, with its API calls.",
                               .buckets = duration_buckets};
constexpr Declaration writes{.type = Type::counter,
                             .name = "chandler_cron_job_writes_total",
                             .help = "CronJobs created, updated and removed.",
                             .labels = done_label};

constexpr std::array all{&leader, &terms, &synced, &workloads, &queue, &reconciles, &duration, &writes};

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

Metrics::Metrics(platform::metrics::Registry& registry)
    : leader(registry.add(controller::leader).with({})),
      terms(registry.add(controller::terms).with({})),
      synced(registry.add(controller::synced).with({})),
      workloads(registry.add(controller::workloads).with({})),
      queue(registry.add(controller::queue).with({})),
      reconciles(registry.add(controller::reconciles)),
      duration(registry.add(controller::duration).with({})),
      writes(registry.add(controller::writes)) {}

}  // namespace chandler::controller
