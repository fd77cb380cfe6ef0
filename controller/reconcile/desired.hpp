#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/annotations/finding.hpp"
#include "core/cronjob/task.hpp"
#include "core/injection/settings.hpp"
#include "platform/kubernetes/objects/workload.hpp"

namespace chandler::controller::reconcile {

// The CronJob of one of a workload's schedules.
struct Wanted {
  const core::cronjob::Task* task = nullptr;  // never null
  std::string name;
  nlohmann::json object;  // null: the schedule stands there, but no CronJob can be made of it; a finding says why
};

struct Desired {
  std::vector<Wanted> cron_jobs;
  std::vector<core::annotations::Finding> findings;
};

// What a labelled workload's annotations ask for, as `chandler inject` has it, and the workload as the owner. Pure.
Desired desired_of(const platform::kubernetes::objects::Workload& workload, const core::injection::Settings& settings);

}  // namespace chandler::controller::reconcile
