#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "controller/cache/workload_key.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/objects/cron_job.hpp"
#include "platform/kubernetes/objects/operation.hpp"
#include "platform/kubernetes/objects/workload.hpp"
#include "platform/kubernetes/reflector.hpp"
#include "platform/kubernetes/watched.hpp"

namespace chandler::controller {

// The name that we apply under, and the value of our label.
inline constexpr std::string_view field_manager = "chandler";

// What the controller knows of the cluster: labelled workloads, CronJobs and operations. Kept current also by replicas that do not
// lead, so that the next one need not begin with a list. Threads: any.
class Caches {
 public:
  using Cluster = platform::kubernetes::Cluster;
  using Workload = platform::kubernetes::objects::Workload;
  using CronJob = platform::kubernetes::objects::CronJob;
  // A workload that there may be work for.
  using Touched = std::function<void(const WorkloadKey&)>;
  using Operation = platform::kubernetes::objects::Operation;
  using OperationChanged = platform::kubernetes::Watched<Operation>::Changed;

  // Called by several threads.
  struct Observers {
    Touched wanted;              // its annotations, or one of its CronJobs
    OperationChanged operation;  // null as of kubernetes::Watched
  };

  // `namespaces`: those that are followed; empty: all.
  static core::Expected<std::unique_ptr<Caches>> start(const Cluster& cluster, std::vector<std::string> namespaces,
                                                       Observers observers);

  // Of all but operations, whose kind may not be installed.
  bool synced() const;
  // How many workloads there are.
  std::size_t labelled() const;
  // Null: there is none, or it is not labelled.
  std::shared_ptr<const Workload> workload(const WorkloadKey& key) const;
  std::vector<std::shared_ptr<const CronJob>> cron_jobs(std::string_view namespace_name,
                                                        const std::vector<std::string>& names) const;
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

  const std::vector<std::string> namespaces_;  // {""}: all
  const Observers observers_;
  std::vector<Kind> kinds_;
  std::unique_ptr<platform::kubernetes::Watched<CronJob>> cron_jobs_;
  platform::kubernetes::Watched<Operation> operations_;
  std::vector<std::unique_ptr<platform::kubernetes::Reflector>> reflectors_;  // the last: they use the rest
};

}  // namespace chandler::controller
