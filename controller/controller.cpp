#include "controller/controller.hpp"

#include <thread>
#include <utility>
#include <vector>

#include "controller/events/recorder.hpp"
#include "controller/leadership/cluster_leases.hpp"
#include "controller/leadership/elector.hpp"
#include "controller/leadership/identity.hpp"
#include "controller/reconcile/caches.hpp"
#include "controller/reconcile/reconciler.hpp"
#include "controller/reconcile/work_queue.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::controller {

namespace kubernetes = platform::kubernetes;
namespace log = platform::log;
using leadership::Term;
using reconcile::WorkloadKey;

class Controller::Parts {
 public:
  explicit Parts(ControllerOptions options)
      : options_(std::move(options)), instance_(leadership::instance_id()), recorder_(instance_) {}

  core::Expected<void> start(const std::stop_token& stop);

 private:
  void lead(const std::shared_ptr<const Term>& term, const std::stop_token& stop);
  void work(const std::shared_ptr<const Term>& term, const std::stop_token& stop);

  const ControllerOptions options_;
  const std::string instance_;
  events::Recorder recorder_;
  reconcile::WorkQueue<WorkloadKey> queue_;
  std::unique_ptr<reconcile::Caches> caches_;
  std::unique_ptr<leadership::Elector> elector_;  // the last: it uses the rest
};

core::Expected<void> Controller::Parts::start(const std::stop_token& stop) {
  auto leases = leadership::ClusterLeases::make(options_.cluster, options_.lease, options_.timing, stop);
  if (!leases) return std::unexpected(leases.error());
  auto caches =
      reconcile::Caches::start(options_.cluster, [this](const WorkloadKey& workload) { queue_.add(workload); });
  if (!caches) return std::unexpected(caches.error());
  caches_ = *std::move(caches);
  elector_ = std::make_unique<leadership::Elector>(
      *std::move(leases),
      leadership::ElectorOptions{.lease = options_.lease, .identity = instance_, .timing = options_.timing},
      [this](const std::shared_ptr<const Term>& term, const std::stop_token& lost) { lead(term, lost); }, stop);
  return {};
}

void Controller::Parts::lead(const std::shared_ptr<const Term>& term, const std::stop_token& stop) {
  static constexpr std::chrono::milliseconds first_look{50};
  queue_.open();
  while (!caches_->synced()) {
    if (!platform::sleep_unless_stopped(stop, first_look)) return queue_.close();
  }
  std::vector<std::jthread> workers;
  workers.reserve(options_.workers);
  for (std::size_t i = 0; i < options_.workers; ++i) {
    workers.emplace_back([this, term](const std::stop_token& own) { work(term, own); });
  }
  do {
    const auto workloads = caches_->workloads();
    log::info("reconciling", "every workload is looked at", {{"workloads", workloads.size()}});
    for (const WorkloadKey& workload : workloads) queue_.add(workload);
  } while (platform::sleep_unless_stopped(stop, options_.interval));
  for (std::jthread& worker : workers) worker.request_stop();
  workers.clear();
  queue_.close();
}

void Controller::Parts::work(const std::shared_ptr<const Term>& term, const std::stop_token& stop) {
  auto client = kubernetes::Client::make(options_.cluster, {.connect_timeout = options_.timing.request(),
                                                            .request_timeout = options_.timing.request(),
                                                            .whole_timeout = options_.timing.request(),
                                                            .may_write = [term] { return term->holds(); },
                                                            .stop = stop});
  if (!client) return log::error("controller_failed", core::describe(client.error()));
  const reconcile::Reconciler reconciler(*caches_, options_.settings, recorder_);
  while (const auto workload = queue_.next(stop)) {
    queue_.done(*workload, reconciler.reconcile(*client, *workload));
  }
}

core::Expected<std::unique_ptr<Controller>> Controller::start(ControllerOptions options, const std::stop_token& stop) {
  auto parts = std::make_unique<Parts>(std::move(options));
  if (auto started = parts->start(stop); !started) return std::unexpected(started.error());
  return std::unique_ptr<Controller>(new Controller(std::move(parts)));
}

Controller::Controller(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Controller::~Controller() = default;

}  // namespace chandler::controller
