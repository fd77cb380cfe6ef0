#include "sidecar/run/metrics.hpp"

#include <array>

namespace chandler::execute {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 1> queue_label{"queue"};
constexpr std::array<std::string_view, 2> outcome_labels{"queue", "outcome"};
constexpr std::array wait_buckets{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1., 5., 30., 300., 3600.};
constexpr std::array duration_buckets{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1., 2.5, 10., 30., 120.};

constexpr Declaration claimed_tasks{.type = Type::counter,
                                    .name = "chandler_tasks_claimed_total",
                                    .help = "Tasks that this executor claimed.",
                                    .labels = queue_label};
constexpr Declaration finished_tasks{
    .type = Type::counter,
    .name = "chandler_tasks_finished_total",
    .help = "Attempts of this executor by how they ended: completed, retry, failed (for good) or released (untried).",
    .labels = outcome_labels};
constexpr Declaration reclaimed_tasks{.type = Type::counter,
                                      .name = "chandler_tasks_reclaimed_total",
                                      .help = "Tasks that this executor took back from executors that died."};
constexpr Declaration refused_tasks{
    .type = Type::counter,
    .name = "chandler_tasks_refused_total",
    .help = "Attempts whose end came too late: the task was claimed anew, cancelled or finished by then."};
constexpr Declaration lost_database{.type = Type::counter,
                                    .name = "chandler_execute_connections_lost_total",
                                    .help = "How often a connection to the database was lost or not to be had."};
constexpr Declaration tasks_in_flight{.type = Type::gauge,
                                      .name = "chandler_tasks_in_flight",
                                      .help = "Tasks claimed by this executor whose end is not recorded."};
constexpr Declaration is_connected{.type = Type::gauge,
                                   .name = "chandler_execute_connected",
                                   .help = "1 while the executor has its connection to the database."};
constexpr Declaration is_draining{
    .type = Type::gauge, .name = "chandler_execute_draining", .help = "1 once the executor claims nothing more."};
constexpr Declaration waited{.type = Type::histogram,
                             .name = "chandler_task_wait_seconds",
                             .help = "From when a task could have run until it was claimed.",
                             .labels = queue_label,
                             .buckets = wait_buckets};
constexpr Declaration took{.type = Type::histogram,
                           .name = "chandler_task_duration_seconds",
                           .help = "How long the handler took; of a batch, each task counts the whole.",
                           .labels = queue_label,
                           .buckets = duration_buckets};
constexpr Declaration ready_tasks{
    .type = Type::gauge,
    .name = "chandler_queue_ready_tasks",
    .help =
        "Tasks of the queue that are ready, as of the last poll; 10000 stands for any more. Each executor of the queue "
        "tells the same: take the maximum.",
    .labels = queue_label};
constexpr Declaration oldest_task{
    .type = Type::gauge,
    .name = "chandler_queue_oldest_seconds",
    .help = "For how long the ready task of the queue has waited that waits the longest, as of the last poll.",
    .labels = queue_label};
constexpr Declaration failed_tasks{.type = Type::gauge,
                                   .name = "chandler_queue_failed_tasks",
                                   .help =
                                       "Tasks of the queue that failed for good and wait for somebody, as of the last "
                                       "poll; 10000 stands for any more.",
                                   .labels = queue_label};
constexpr std::array all{&claimed_tasks,   &finished_tasks, &reclaimed_tasks, &refused_tasks, &lost_database,
                         &tasks_in_flight, &is_connected,   &is_draining,     &waited,        &took,
                         &ready_tasks,     &oldest_task,    &failed_tasks};

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::completed:
    case Verdict::recorded:
      return "completed";
    case Verdict::retry:
      return "retry";
    case Verdict::failed:
      return "failed";
    case Verdict::release:
    case Verdict::refused:
      break;
  }
  return "released";
}

double seconds(auto duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

Metrics::Metrics()
    : claimed_(registry_.add(claimed_tasks)),
      finished_(registry_.add(finished_tasks)),
      waited_(registry_.add(waited)),
      took_(registry_.add(took)),
      ready_(registry_.add(ready_tasks)),
      oldest_(registry_.add(oldest_task)),
      failed_(registry_.add(failed_tasks)),
      reclaimed_(registry_.add(reclaimed_tasks).with({})),
      refused_(registry_.add(refused_tasks).with({})),
      lost_connections_(registry_.add(lost_database).with({})),
      in_flight_(registry_.add(tasks_in_flight).with({})),
      connected_(registry_.add(is_connected).with({})),
      draining_(registry_.add(is_draining).with({})) {}

void Metrics::claimed(std::span<const Task> tasks, int reclaimed) {
  for (const Task& each : tasks) {
    claimed_.with({each.queue}).add();
    waited_.with({each.queue}).observe(seconds(each.waited));
  }
  reclaimed_.add(reclaimed);
}

void Metrics::measured(std::span<const Depth> depths) {
  for (const Depth& each : depths) {
    ready_.with({each.queue}).set(static_cast<double>(each.ready));
    oldest_.with({each.queue}).set(seconds(each.oldest));
    failed_.with({each.queue}).set(static_cast<double>(each.failed));
  }
}

void Metrics::handled(std::span<const Task> tasks, std::chrono::steady_clock::duration duration) {
  for (const Task& each : tasks) took_.with({each.queue}).observe(seconds(duration));
}

void Metrics::finished(std::span<const Outcome> outcomes) {
  for (const Outcome& each : outcomes) {
    if (each.verdict != Verdict::refused) finished_.with({each.queue, name_of(each.verdict)}).add();
  }
}

}  // namespace chandler::execute
