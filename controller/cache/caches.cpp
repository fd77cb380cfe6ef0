#include "controller/cache/caches.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/cronjob/cron_job.hpp"

namespace chandler::controller {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;

struct KindName {
  std::string_view kind;
  std::string_view plural;
};

constexpr std::array<KindName, 3> kinds{
    {{"Deployment", "deployments"}, {"StatefulSet", "statefulsets"}, {"DaemonSet", "daemonsets"}}};

bool is_known(std::string_view kind) {
  return std::ranges::contains(kinds, kind, &KindName::kind);
}

}  // namespace

Caches::Caches(std::vector<std::string> namespaces, Observers observers)
    : namespaces_(namespaces.empty() ? std::vector<std::string>{""} : std::move(namespaces)),
      observers_(std::move(observers)),
      operations_(&objects::read_operation, observers_.operation, namespaces_.size()) {
  for (const KindName& each : kinds) {
    const std::string kind(each.kind);
    kinds_.push_back({.kind = kind,
                      .workloads = std::make_unique<Workloads>(
                          [kind](const nlohmann::json& object) { return objects::read_workload(object, kind); },
                          [this, kind](const auto& before, const auto& now) {
                            touched({.kind = kind, .key = (now ? now : before)->metadata.key});
                          },
                          namespaces_.size())});
  }
  cron_jobs_ = std::make_unique<kubernetes::Watched<CronJob>>(
      [](const nlohmann::json& object) { return objects::read_cron_job(object, field_manager); },
      [this](const auto& before, const auto& now) {
        if (before) cron_job_changed(*before);
        if (now && (!before || before->metadata.controller != now->metadata.controller)) cron_job_changed(*now);
      },
      namespaces_.size());
  make_observed();
}

core::Expected<std::unique_ptr<Caches>> Caches::start(const Cluster& cluster, std::vector<std::string> namespaces,
                                                      Observers observers) {
  std::unique_ptr<Caches> caches(new Caches(std::move(namespaces), std::move(observers)));
  if (auto watched = caches->watch(cluster); !watched) return std::unexpected(watched.error());
  return caches;
}

core::Expected<void> Caches::watch(const Cluster& cluster) {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    auto followed = follow(cluster,
                           {.collection = {.group = "apps", .plural = std::string(kinds[i].plural)},
                            .selection = {.labels = std::format("{}=true", core::annotations::inject_label)}},
                           *kinds_[i].workloads);
    if (!followed) return followed;
  }
  if (auto followed = follow(cluster, {.collection = objects::operation({}, {})}, operations_); !followed)
    return followed;
  if (auto followed = watch_observed(cluster); !followed) return followed;
  // All of them: a name that is taken has to be known.
  return follow(
      cluster,
      {.collection = {.group = "batch", .plural = "cronjobs"}, .managed_fields = kubernetes::ManagedFields::keep},
      *cron_jobs_);
}

core::Expected<void> Caches::follow(const Cluster& cluster, const kubernetes::ReflectorOptions& options,
                                    kubernetes::Store& store) {
  for (const std::string& namespace_name : namespaces_) {
    kubernetes::ReflectorOptions of_one = options;
    of_one.collection.namespace_name = namespace_name;
    auto reflector = kubernetes::Reflector::start(cluster, std::move(of_one), store);
    if (!reflector) return std::unexpected(reflector.error());
    reflectors_.push_back(*std::move(reflector));
  }
  return {};
}

void Caches::touched(const WorkloadKey& key) const {
  observers_.wanted(key);
  observers_.seen(key);
}

// Whose business it is: its owner's, and that of a workload which would like to have its name.
void Caches::cron_job_changed(const CronJob& cron_job) const {
  const objects::ObjectKey& key = cron_job.metadata.key;
  if (const auto& controller = cron_job.metadata.controller; controller && is_known(controller->kind)) {
    touched({.kind = controller->kind, .key = {key.namespace_name, controller->name}});
  }
  if (cron_job.managed && cron_job.metadata.controller) return;
  for (const Kind& each : kinds_) {
    for (const auto& workload : each.workloads->all()) {
      const objects::ObjectKey& other = workload->metadata.key;
      if (other.namespace_name != key.namespace_name) continue;
      if (std::ranges::contains(core::cronjob::cron_job_names(other.name), key.name))
        touched({.kind = each.kind, .key = other});
    }
  }
}

bool Caches::synced() const {
  return cron_jobs_->synced() && std::ranges::all_of(kinds_, [](const Kind& each) { return each.workloads->synced(); });
}

std::size_t Caches::labelled() const {
  std::size_t count = 0;
  for (const Kind& each : kinds_) count += each.workloads->size();
  return count;
}

std::shared_ptr<const Caches::Workload> Caches::workload(const WorkloadKey& key) const {
  const auto kind = std::ranges::find(kinds_, key.kind, &Kind::kind);
  return kind == kinds_.end() ? nullptr : kind->workloads->find(key.key);
}

std::vector<std::shared_ptr<const Caches::CronJob>> Caches::cron_jobs(std::string_view namespace_name,
                                                                      const std::vector<std::string>& names) const {
  std::vector<std::shared_ptr<const CronJob>> found;
  for (const std::string& name : names) {
    if (auto cron_job = cron_jobs_->find({std::string(namespace_name), name})) found.push_back(std::move(cron_job));
  }
  return found;
}

std::vector<WorkloadKey> Caches::labelled_workloads() const {
  std::vector<WorkloadKey> keys;
  for (const Kind& each : kinds_) {
    for (const auto& workload : each.workloads->all())
      keys.push_back({.kind = each.kind, .key = workload->metadata.key});
  }
  return keys;
}

std::vector<WorkloadKey> Caches::workloads() const {
  std::set<WorkloadKey> keys;
  for (const Kind& each : kinds_) {
    for (const auto& workload : each.workloads->all()) keys.insert({.kind = each.kind, .key = workload->metadata.key});
  }
  for (const auto& cron_job : cron_jobs_->all()) {
    const auto& controller = cron_job->metadata.controller;
    if (!cron_job->managed || !controller || !is_known(controller->kind)) continue;
    keys.insert({.kind = controller->kind, .key = {cron_job->metadata.key.namespace_name, controller->name}});
  }
  return {keys.begin(), keys.end()};
}

std::shared_ptr<const Caches::Operation> Caches::operation(const objects::ObjectKey& key) const {
  return operations_.find(key);
}

std::vector<std::shared_ptr<const Caches::Operation>> Caches::operations() const {
  return operations_.all();
}

bool Caches::operations_synced() const {
  return operations_.synced();
}

}  // namespace chandler::controller
