#include "controller/controller.hpp"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "controller/cache/caches.hpp"
#include "controller/events/recorder.hpp"
#include "controller/leadership/cluster_leases.hpp"
#include "controller/leadership/elector.hpp"
#include "controller/leadership/identity.hpp"
#include "controller/metrics.hpp"
#include "controller/operations/board.hpp"
#include "controller/operations/cleaner.hpp"
#include "controller/operations/workers.hpp"
#include "controller/reconcile/reconciler.hpp"
#include "controller/reconcile/work_queue.hpp"
#include "controller/status/sync.hpp"
#include "core/injection/drift.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::controller {

namespace kubernetes = platform::kubernetes;
namespace log = platform::log;
using leadership::Term;

class Controller::Parts {
 public:
  Parts(ControllerOptions options, platform::metrics::Registry& registry)
      : options_(std::move(options)),
        instance_(leadership::instance_id()),
        metrics_(registry),
        operation_metrics_(registry),
        status_metrics_(registry),
        recorder_(instance_),
        board_(options_.operation_workers > 0) {}

  core::Expected<void> start(const std::stop_token& stop);
  const Caches& caches() const { return *caches_; }
  platform::health::Components components() const;
  void sample();

 private:
  void lead(const std::shared_ptr<const Term>& term, const std::stop_token& stop);
  void work(const std::shared_ptr<const Term>& term, const std::stop_token& stop);
  void clean_operations(const std::shared_ptr<const Term>& term, const std::stop_token& stop);
  void sync_status(const std::shared_ptr<const Term>& term, const std::stop_token& stop);
  core::Expected<void> start_operation_workers(const std::stop_token& stop);
  core::Expected<kubernetes::Client> leading_client(const std::shared_ptr<const Term>& term,
                                                    const std::stop_token& stop) const;

  const ControllerOptions options_;
  const std::string instance_;
  Metrics metrics_;
  operations::Metrics operation_metrics_;
  status::Metrics status_metrics_;
  events::Recorder recorder_;
  reconcile::WorkQueue<WorkloadKey> queue_;
  operations::Board board_;
  status::Touched touched_;
  std::unique_ptr<Caches> caches_;
  std::unique_ptr<operations::Workers> operation_workers_;  // null: none here
  std::unique_ptr<leadership::Elector> elector_;            // the last: it uses the rest
};

core::Expected<void> Controller::Parts::start(const std::stop_token& stop) {
  auto leases = leadership::ClusterLeases::make(options_.cluster, options_.lease, options_.timing, stop);
  if (!leases) return std::unexpected(leases.error());
  auto caches = Caches::start(
      options_.cluster, options_.namespaces,
      {.wanted = [this](const WorkloadKey& workload) { queue_.add(workload); },
       .seen = [this](const WorkloadKey& workload) { touched_.add(workload); },
       .missed =
           [this](const nlohmann::json& pod, std::string_view namespace_name) {
             return core::injection::is_missed(pod, namespace_name, options_.settings);
           },
       .operation = [this](const auto& before, const auto& now) { board_.changed(before.get(), now.get()); }});
  if (!caches) return std::unexpected(caches.error());
  caches_ = *std::move(caches);
  if (auto started = start_operation_workers(stop); !started) return started;
  elector_ = std::make_unique<leadership::Elector>(
      *std::move(leases),
      leadership::ElectorOptions{.lease = options_.lease, .identity = instance_, .timing = options_.timing},
      [this](const std::shared_ptr<const Term>& term, const std::stop_token& lost) { lead(term, lost); }, stop);
  return {};
}

core::Expected<void> Controller::Parts::start_operation_workers(const std::stop_token& stop) {
  if (options_.operation_workers == 0) return {};
  auto workers = operations::Workers::start({.cluster = options_.cluster,
                                             .settings = options_.settings,
                                             .name = instance_,
                                             .timing = options_.operation_claim},
                                            options_.operation_workers, *caches_, board_, operation_metrics_, stop);
  if (!workers) return std::unexpected(workers.error());
  operation_workers_ = *std::move(workers);
  return {};
}

void Controller::Parts::lead(const std::shared_ptr<const Term>& term, const std::stop_token& stop) {
  static constexpr std::chrono::milliseconds first_look{50};
  metrics_.terms.add();
  queue_.open();
  while (!caches_->synced()) {
    if (!platform::sleep_unless_stopped(stop, first_look)) return queue_.close();
  }
  const auto look_at_all = [this] {
    const auto workloads = caches_->workloads();
    log::info("reconciling", "every workload is looked at", {{"workloads", workloads.size()}});
    for (const WorkloadKey& workload : workloads) queue_.add(workload);
  };
  // Before there is anybody to take it: what waits already, since it was seen, waits once.
  look_at_all();
  std::vector<std::jthread> workers;
  workers.reserve(options_.workers + 2);
  for (std::size_t i = 0; i < options_.workers; ++i) {
    workers.emplace_back([this, term](const std::stop_token& own) { work(term, own); });
  }
  workers.emplace_back([this, term](const std::stop_token& own) { clean_operations(term, own); });
  workers.emplace_back([this, term](const std::stop_token& own) { sync_status(term, own); });
  while (platform::sleep_unless_stopped(stop, options_.interval)) look_at_all();
  for (std::jthread& worker : workers) worker.request_stop();
  workers.clear();
  queue_.close();
}

core::Expected<kubernetes::Client> Controller::Parts::leading_client(const std::shared_ptr<const Term>& term,
                                                                     const std::stop_token& stop) const {
  return kubernetes::Client::make(options_.cluster, {.connect_timeout = options_.timing.request(),
                                                     .request_timeout = options_.timing.request(),
                                                     .whole_timeout = options_.timing.request(),
                                                     .may_write = [term] { return term->holds(); },
                                                     .stop = stop});
}

void Controller::Parts::clean_operations(const std::shared_ptr<const Term>& term, const std::stop_token& stop) {
  static constexpr std::chrono::seconds pause{5};
  auto client = leading_client(term, stop);
  if (!client) return log::error("controller_failed", core::describe(client.error()));
  operations::clean(*caches_, *client, pause, stop);
}

void Controller::Parts::sync_status(const std::shared_ptr<const Term>& term, const std::stop_token& stop) {
  auto client = leading_client(term, stop);
  if (!client) return log::error("controller_failed", core::describe(client.error()));
  static constexpr std::chrono::seconds longest_pause{2};
  status::Sync sync({.caches = *caches_,
                     .settings = options_.settings,
                     .client = *client,
                     .recorder = recorder_,
                     .metrics = status_metrics_,
                     .touched = touched_},
                    {.interval = options_.status_interval,
                     .pause = std::min<std::chrono::milliseconds>(options_.status_interval, longest_pause)});
  sync.run(stop);
}

void Controller::Parts::work(const std::shared_ptr<const Term>& term, const std::stop_token& stop) {
  auto client = leading_client(term, stop);
  if (!client) return log::error("controller_failed", core::describe(client.error()));
  const reconcile::Reconciler reconciler(*caches_, options_.settings, recorder_, metrics_.writes);
  while (const auto workload = queue_.next(stop)) {
    const auto began = std::chrono::steady_clock::now();
    const bool well = reconciler.reconcile(*client, *workload);
    metrics_.duration.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    metrics_.reconciles.with({well ? "well" : "failed"}).add();
    queue_.done(*workload, well);
  }
}

platform::health::Components Controller::Parts::components() const {
  using platform::health::Condition;
  platform::health::Components all;
  if (caches_->synced()) {
    all.push_back({.name = "controller", .state = elector_->leading() ? "leading" : "standing by"});
  } else {
    all.push_back({.name = "controller", .state = "listing", .condition = Condition::degraded});
  }
  if (!operation_workers_) return all;
  const bool listed = caches_->operations_synced();
  all.push_back({.name = "workers",
                 .state = listed ? "running" : "listing",
                 .condition = listed ? Condition::well : Condition::degraded});
  return all;
}

void Controller::Parts::sample() {
  metrics_.leader.set(elector_->leading() ? 1 : 0);
  metrics_.synced.set(caches_->synced() ? 1 : 0);
  metrics_.workloads.set(static_cast<double>(caches_->labelled()));
  metrics_.queue.set(static_cast<double>(queue_.size()));
  const auto operations = caches_->operations();
  const auto open = std::ranges::count_if(operations, [](const auto& each) { return !each->status.ended(); });
  operation_metrics_.open.set(static_cast<double>(open));
  operation_metrics_.held.set(static_cast<double>(board_.claims().size()));
}

core::Expected<std::unique_ptr<Controller>> Controller::start(ControllerOptions options,
                                                              platform::metrics::Registry& registry,
                                                              const std::stop_token& stop) {
  auto parts = std::make_unique<Parts>(std::move(options), registry);
  if (auto started = parts->start(stop); !started) return std::unexpected(started.error());
  return std::unique_ptr<Controller>(new Controller(std::move(parts)));
}

Controller::Controller(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Controller::~Controller() = default;

const Caches& Controller::caches() const {
  return parts_->caches();
}

platform::health::Components Controller::components() const {
  return parts_->components();
}

void Controller::sample() {
  parts_->sample();
}

}  // namespace chandler::controller
