#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/manifest/objects.hpp"
#include "cli/manifest/stream.hpp"
#include "core/annotations/finding.hpp"
#include "core/cronjob/task.hpp"

// The CronJobs that `inject` writes beside the workloads which ask for them.
namespace chandler::cli {

struct CronJobOf {
  manifest::Identity workload;
  const core::cronjob::Task* task = nullptr;  // never null
  std::size_t stream = 0;                     // where the workload stands
  std::size_t document = 0;
  bool in_list = false;
  nlohmann::json wanted;  // null: the workload asks for none of this task
};

struct CronJobFinding {
  std::string object;  // "CronJob/menu-refresh"
  core::annotations::Finding finding;
};

// What stands in the streams already: a person's `suspend` is kept. Findings where somebody else's CronJob has the
// name, or two workloads want the same.
std::vector<CronJobFinding> settle(std::vector<manifest::Stream>& streams, std::vector<CronJobOf>& cron_jobs);

// Brings the streams to what is wanted: a CronJob of ours is replaced where it stands, a new one comes behind its
// workload (behind all, if that is an item of a List), one that its workload asks for no more goes.
void place(std::vector<manifest::Stream>& streams, const std::vector<CronJobOf>& cron_jobs);

// The CronJobs alone.
manifest::Stream alone(const std::vector<CronJobOf>& cron_jobs, manifest::Format format);

}  // namespace chandler::cli
