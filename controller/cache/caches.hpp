#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "controller/cache/workload_key.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/objects/cron_job.hpp"
#include "platform/kubernetes/objects/job.hpp"
#include "platform/kubernetes/objects/operation.hpp"
#include "platform/kubernetes/objects/pod.hpp"
#include "platform/kubernetes/objects/provision.hpp"
#include "platform/kubernetes/objects/workload.hpp"
#include "platform/kubernetes/reflector.hpp"
#include "platform/kubernetes/watched.hpp"

namespace chandler::controller {

// The name that we apply under, and the value of our label.
inline constexpr std::string_view field_manager = "chandler";

// What the controller knows of the cluster: labelled workloads and pods, CronJobs, our Jobs with their pods, operations
// and Provisions. Kept current also by replicas that do not lead, so that the next one need not begin with a list.
// Threads: any.
class Caches {
 public:
  using Cluster = platform::kubernetes::Cluster;
  using Workload = platform::kubernetes::objects::Workload;
  using CronJob = platform::kubernetes::objects::CronJob;
  using Job = platform::kubernetes::objects::Job;
  using Pod = platform::kubernetes::objects::Pod;
  using Provision = platform::kubernetes::objects::Provision;
  // A workload that there may be work for.
  using Touched = std::function<void(const WorkloadKey&)>;
  using Operation = platform::kubernetes::objects::Operation;
  using OperationChanged = platform::kubernetes::Watched<Operation>::Changed;

  // Called by several threads.
  struct Observers {
    Touched wanted;  // its annotations, or one of its CronJobs
    Touched seen;    // that, its pods, Jobs or Provision
    // Whether a labelled pod without any container of ours should have some.
    std::function<bool(const nlohmann::json& pod, std::string_view namespace_name)> missed;
    OperationChanged operation;  // null as of kubernetes::Watched
  };

  // `namespaces`: those that are followed; empty: all.
  static core::Expected<std::unique_ptr<Caches>> start(const Cluster& cluster, std::vector<std::string> namespaces,
                                                       Observers observers);

  // Workloads and CronJobs: what to do is known.
  bool synced() const;
  // Pods and Jobs, too: how it is is known.
  bool observing() const;
  // Provisions: false for ever where their kind is not installed.
  bool provisioned() const;
  // How many workloads there are.
  std::size_t labelled() const;
  // Null: there is none, or it is not labelled.
  std::shared_ptr<const Workload> workload(const WorkloadKey& key) const;
  std::vector<std::shared_ptr<const CronJob>> cron_jobs(std::string_view namespace_name,
                                                        const std::vector<std::string>& names) const;
  std::vector<std::shared_ptr<const Pod>> pods() const { return pods_->all(); }          // labelled ones
  std::vector<std::shared_ptr<const Pod>> job_pods() const { return job_pods_->all(); }  // of our Jobs
  std::vector<std::shared_ptr<const Job>> jobs() const { return jobs_->all(); }          // ours
  std::vector<std::shared_ptr<const Provision>> provisions() const { return provisions_->all(); }
  // Null: there is none.
  std::shared_ptr<const Provision> provision(const platform::kubernetes::objects::ObjectKey& key) const {
    return provisions_->find(key);
  }
  // Whose it is. Nullopt: nobody's that is labelled.
  std::optional<WorkloadKey> workload_of(const Pod& pod) const;
  std::optional<WorkloadKey> workload_of(const Job& job) const;
  // The labelled ones that are there.
  std::vector<WorkloadKey> labelled_workloads() const;
  // All that are there, and those that CronJobs of ours belong to.
  std::vector<WorkloadKey> workloads() const;
  // Null: there is none.
  std::shared_ptr<const Operation> operation(const platform::kubernetes::objects::ObjectKey& key) const;
  std::vector<std::shared_ptr<const Operation>> operations() const;
  bool operations_synced() const;

 private:
  using Workloads = platform::kubernetes::Watched<Workload>;
  struct Kind {
    std::string kind;
    std::unique_ptr<Workloads> workloads;
  };

  Caches(std::vector<std::string> namespaces, Observers observers);
  core::Expected<void> watch(const Cluster& cluster);
  // One Reflector, or one for each namespace.
  core::Expected<void> follow(const Cluster& cluster, const platform::kubernetes::ReflectorOptions& options,
                              platform::kubernetes::Store& store);
  void cron_job_changed(const CronJob& cron_job) const;
  void make_observed();
  core::Expected<void> watch_observed(const Cluster& cluster);
  void touched(const WorkloadKey& key) const;
  template <typename Object>
  void seen(const std::shared_ptr<const Object>& object) const;
  std::optional<Pod> read_labelled_pod(const nlohmann::json& object) const;

  const std::vector<std::string> namespaces_;  // {""}: all
  const Observers observers_;
  std::vector<Kind> kinds_;
  std::unique_ptr<platform::kubernetes::Watched<CronJob>> cron_jobs_;
  platform::kubernetes::Watched<Operation> operations_;
  std::unique_ptr<platform::kubernetes::Watched<Pod>> pods_;
  std::unique_ptr<platform::kubernetes::Watched<Pod>> job_pods_;
  std::unique_ptr<platform::kubernetes::Watched<Job>> jobs_;
  std::unique_ptr<platform::kubernetes::Watched<Provision>> provisions_;
  std::vector<std::unique_ptr<platform::kubernetes::Reflector>> reflectors_;  // the last: they use the rest
};

}  // namespace chandler::controller
