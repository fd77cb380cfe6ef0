#include <format>

#include <nlohmann/json.hpp>

#include "controller/cache/caches.hpp"
#include "core/annotations/keys.hpp"
#include "core/read_report.hpp"

namespace chandler::controller {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;

// Of our containers' names.
constexpr std::string_view our_containers = "chandler-";

constexpr objects::PodFields pod_fields{.label = core::annotations::inject_label, .prefix = our_containers};

// The Deployment's controller calls a ReplicaSet after the Deployment and the hash of its template, and labels its pods
// with that hash: what is left of the name is the Deployment's, and no ReplicaSet need be watched. One that was made by
// hand and adopted may have another name; its pods are then nobody's here.
// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label
std::optional<std::string> deployment_of(const objects::Pod& pod) {
  std::string_view name = pod.metadata.controller->name;
  if (pod.template_hash.empty() || !name.ends_with(pod.template_hash)) return std::nullopt;
  name.remove_suffix(pod.template_hash.size());
  if (!name.ends_with('-')) return std::nullopt;
  name.remove_suffix(1);
  return std::string(name);
}

}  // namespace

void Caches::make_observed() {
  const auto watched = [this]<typename Object>(std::type_identity<Object>, auto read) {
    return std::make_unique<kubernetes::Watched<Object>>(
        std::move(read), [this](const auto& before, const auto& now) { seen<Object>(now ? now : before); },
        namespaces_.size());
  };
  pods_ =
      watched(std::type_identity<Pod>(), [this](const nlohmann::json& object) { return read_labelled_pod(object); });
  job_pods_ = watched(std::type_identity<Pod>(),
                      [](const nlohmann::json& object) { return objects::read_pod(object, pod_fields); });
  jobs_ = watched(std::type_identity<Job>(), &objects::read_job);
  provisions_ = std::make_unique<kubernetes::Watched<Provision>>(
      &objects::read_provision,
      [this](const auto& before, const auto& now) {
        const Provision& provision = now ? *now : *before;
        observers_.seen({.kind = provision.kind, .key = {provision.metadata.key.namespace_name, provision.name}});
      },
      namespaces_.size());
}

core::Expected<void> Caches::watch_observed(const Cluster& cluster) {
  struct Observed {
    kubernetes::ReflectorOptions options;
    kubernetes::Store& store;
  };
  const std::string labelled = std::format("{}=true", core::annotations::inject_label);
  const std::string ours = std::format("app.kubernetes.io/managed-by={}", field_manager);
  const Observed observed[]{
      {{.collection = {.plural = "pods", .namespace_name = {}, .name = {}}, .selection = {.labels = labelled}}, *pods_},
      {{.collection = {.plural = "pods", .namespace_name = {}, .name = {}}, .selection = {.labels = ours}}, *job_pods_},
      {{.collection = {.group = "batch", .plural = "jobs", .namespace_name = {}, .name = {}},
        .selection = {.labels = ours}},
       *jobs_},
      {{.collection =
            {.group = "chandler.dev", .version = "v1alpha1", .plural = "provisions", .namespace_name = {}, .name = {}}},
       *provisions_}};
  for (const Observed& each : observed) {
    if (auto followed = follow(cluster, each.options, each.store); !followed) return followed;
  }
  return {};
}

bool Caches::observing() const {
  return synced() && pods_->synced() && job_pods_->synced() && jobs_->synced();
}

bool Caches::provisioned() const {
  return provisions_->synced();
}

template <typename Object>
void Caches::seen(const std::shared_ptr<const Object>& object) const {
  if (const auto workload = workload_of(*object)) observers_.seen(*workload);
}

std::optional<Caches::Pod> Caches::read_labelled_pod(const nlohmann::json& object) const {
  auto pod = objects::read_pod(object, pod_fields);
  if (!pod) return pod;
  if (pod->containers.empty()) pod->missed = observers_.missed(object, pod->metadata.key.namespace_name);
  for (objects::Container& container : pod->containers) {
    container.message = core::compact_report(container.message);
    container.message.shrink_to_fit();
  }
  return pod;
}

std::optional<WorkloadKey> Caches::workload_of(const Pod& pod) const {
  const auto& controller = pod.metadata.controller;
  if (!controller) return std::nullopt;
  const std::string& space = pod.metadata.key.namespace_name;
  if (controller->kind == "Job") {
    const auto job = jobs_->find({space, controller->name});
    return job ? workload_of(*job) : std::nullopt;
  }
  WorkloadKey key{.kind = controller->kind, .key = {space, controller->name}};
  if (controller->kind == "ReplicaSet") {
    const auto deployment = deployment_of(pod);
    if (!deployment) return std::nullopt;
    key = {.kind = "Deployment", .key = {space, *deployment}};
  }
  return workload(key) ? std::optional(std::move(key)) : std::nullopt;
}

std::optional<WorkloadKey> Caches::workload_of(const Job& job) const {
  const std::string& space = job.metadata.key.namespace_name;
  const auto& controller = job.metadata.controller;
  if (controller && controller->kind == "Operation") {
    const auto operation = operations_.find({space, controller->name});
    if (!operation) return std::nullopt;
    WorkloadKey asked_for{.kind = operation->spec.kind, .key = {space, operation->spec.workload}};
    return workload(asked_for) ? std::optional(std::move(asked_for)) : std::nullopt;
  }
  const auto cron_job = cron_jobs_->find({space, job.cron_job});
  if (!cron_job || !cron_job->metadata.controller) return std::nullopt;
  WorkloadKey key{.kind = cron_job->metadata.controller->kind, .key = {space, cron_job->metadata.controller->name}};
  return workload(key) ? std::optional(std::move(key)) : std::nullopt;
}

}  // namespace chandler::controller
