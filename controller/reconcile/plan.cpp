#include "controller/reconcile/plan.hpp"

#include <algorithm>
#include <format>

namespace chandler::controller::reconcile {
namespace {

namespace annotations = core::annotations;
using platform::kubernetes::objects::CronJob;
using platform::kubernetes::objects::Workload;

bool is_of(const CronJob& cron_job, const Workload& workload) {
  const auto& controller = cron_job.metadata.controller;
  return controller && controller->uid == workload.metadata.uid;
}

// A workload of this name has it, or had it: one that was deleted and made anew has another uid.
bool is_of_name(const CronJob& cron_job, const WorkloadKey& key) {
  const auto& controller = cron_job.metadata.controller;
  return controller && controller->kind == key.kind && controller->name == key.key.name;
}

annotations::Finding taken(const core::cronjob::Task& task, const CronJob& cron_job) {
  const std::string& name = cron_job.metadata.key.name;
  const auto& controller = cron_job.metadata.controller;
  std::string by;
  if (controller) {
    by = std::format("belongs to {} {}; rename one of the workloads", controller->kind, controller->name);
  } else if (cron_job.managed) {
    by = std::format(
        "was applied from a manifest (chandler inject); take it out of there and \"kubectl delete cronjob {}\", and "
        "Chandler makes its own",
        name);
  } else {
    by = "is not Chandler's; rename one of them";
  }
  return {annotations::Severity::refuse,
          annotations::Problem::name_taken,
          core::cronjob::schedule_key(task),
          name,
          {},
          std::format("the CronJob \"{}\" that it asks for {}", name, by)};
}

Action removal(const CronJob& cron_job) {
  return {.kind = Action::Kind::remove,
          .name = cron_job.metadata.key.name,
          .object = nullptr,
          .uid = cron_job.metadata.uid,
          .resource_version = cron_job.metadata.resource_version,
          .why = {.difference = Difference::unwanted}};
}

void plan_one(const Wanted& wanted, const CronJob* there, const Situation& situation, Plan& plan) {
  if (there == nullptr) {
    if (!wanted.object.is_null()) {
      plan.actions.push_back({.kind = Action::Kind::create,
                              .task = wanted.task,
                              .name = wanted.name,
                              .object = wanted.object,
                              .why = {.difference = Difference::missing}});
    }
  } else if (!is_of(*there, *situation.workload)) {
    if (there->managed && is_of_name(*there, situation.key)) {
      plan.actions.push_back(removal(*there));
    } else if (!wanted.object.is_null()) {
      plan.refused.push_back(taken(*wanted.task, *there));
    }
  } else if (!wanted.object.is_null()) {
    Comparison compared = compare(wanted.object, *there);
    if (compared.equal()) return;
    Action update{.kind = Action::Kind::update,
                  .task = wanted.task,
                  .name = wanted.name,
                  .object = wanted.object,
                  .why = std::move(compared)};
    update.object["metadata"]["resourceVersion"] = there->metadata.resource_version;
    plan.actions.push_back(std::move(update));
  }
}

}  // namespace

Plan plan(const Situation& situation, const Desired& desired) {
  Plan plan;
  // What is on its way out is left to go: its deletion brings us back.
  if (situation.workload != nullptr && situation.workload->metadata.being_deleted) return plan;
  const auto find = [&](const std::string& name) -> const CronJob* {
    const auto found =
        std::ranges::find_if(situation.there, [&](const auto& each) { return each->metadata.key.name == name; });
    return found == situation.there.end() ? nullptr : found->get();
  };
  for (const Wanted& wanted : desired.cron_jobs) {
    const CronJob* const there = find(wanted.name);
    if (there == nullptr || !there->metadata.being_deleted) plan_one(wanted, there, situation, plan);
  }
  for (const auto& there : situation.there) {
    const bool wanted = std::ranges::contains(desired.cron_jobs, there->metadata.key.name, &Wanted::name);
    if (wanted || there->metadata.being_deleted) continue;
    if (there->managed && is_of_name(*there, situation.key)) plan.actions.push_back(removal(*there));
  }
  return plan;
}

}  // namespace chandler::controller::reconcile
