#pragma once

#include <memory>
#include <string>
#include <vector>

#include "controller/cache/workload_key.hpp"
#include "controller/status/provision_status.hpp"
#include "core/annotations/finding.hpp"
#include "core/injection/drift.hpp"
#include "platform/kubernetes/objects/cron_job.hpp"
#include "platform/kubernetes/objects/job.hpp"
#include "platform/kubernetes/objects/pod.hpp"

namespace chandler::controller::status {

using platform::kubernetes::objects::Container;
using platform::kubernetes::objects::CronJob;
using platform::kubernetes::objects::Job;
using platform::kubernetes::objects::Pod;
using Pods = std::vector<std::shared_ptr<const Pod>>;

// What a workload's annotations ask for.
struct Asked {
  bool migrates = false;
  bool loads = false;
  bool refreshes = false;
  bool probes = false;
  bool heals = false;              // chandler.dev/heal: restart
  std::vector<std::string> steps;  // our init containers, in order, and the executor
  std::vector<core::annotations::Finding> findings;
  std::vector<core::injection::StaleCopy> stale_copies;
};

// A CronJob of ours and what it made.
struct Task {
  std::shared_ptr<const CronJob> cron_job;  // null: there is none
  std::vector<std::shared_ptr<const Job>> jobs;
  Pods pods;  // of those Jobs
};

// What an Event says of a pod that waits for its volumes.
struct MountFailure {
  std::string pod;
  std::string message;
};

// All that is known of one workload.
struct Situation {
  WorkloadKey key;
  Asked asked;
  Pods pods;  // labelled ones
  Task refresh;
  Task probe;
  std::vector<MountFailure> mount_failures;
};

}  // namespace chandler::controller::status
