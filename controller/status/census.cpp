#include "controller/status/census.hpp"

#include <algorithm>

#include "core/cronjob/name.hpp"
#include "core/cronjob/task.hpp"

namespace chandler::controller::status {
namespace {

bool is_of(const Pod& pod, const Job& job) {
  const auto& controller = pod.metadata.controller;
  return controller && controller->kind == "Job" && controller->name == job.metadata.key.name;
}

}  // namespace

Census::Census(const Caches& caches) : caches_(caches) {
  for (const auto& pod : caches.pods()) {
    if (const auto key = caches.workload_of(*pod)) groups_[*key].pods.push_back(pod);
  }
  for (const auto& job : caches.jobs()) {
    if (const auto key = caches.workload_of(*job)) groups_[*key].jobs.push_back(job);
  }
  for (const auto& pod : caches.job_pods()) {
    if (const auto key = caches.workload_of(*pod)) groups_[*key].job_pods.push_back(pod);
  }
}

Situation Census::situation_of(const WorkloadKey& key) const {
  Situation situation{.key = key, .asked = {}, .pods = {}, .refresh = {}, .probe = {}, .mount_failures = {}};
  const auto found = groups_.find(key);
  const auto task_of = [&](std::string_view task) {
    Task made;
    const std::string name = core::cronjob::cron_job_name(key.key.name, task);
    for (const auto& cron_job : caches_.cron_jobs(key.key.namespace_name, {name})) {
      const auto& controller = cron_job->metadata.controller;
      if (controller && controller->kind == key.kind && controller->name == key.key.name) made.cron_job = cron_job;
    }
    if (found == groups_.end()) return made;
    for (const auto& job : found->second.jobs) {
      if (job->component != task) continue;
      made.jobs.push_back(job);
      std::ranges::copy_if(found->second.job_pods, std::back_inserter(made.pods),
                           [&](const auto& pod) { return is_of(*pod, *job); });
    }
    return made;
  };
  situation.refresh = task_of(core::cronjob::refresh_task.name);
  situation.probe = task_of(core::cronjob::probe_task.name);
  if (found != groups_.end()) situation.pods = found->second.pods;
  return situation;
}

}  // namespace chandler::controller::status
