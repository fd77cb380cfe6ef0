#include "core/cronjob/cron_job.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/cronjob/name.hpp"
#include "core/cronjob/template.hpp"
#include "core/injection/answer.hpp"
#include "core/injection/application.hpp"
#include "core/injection/document.hpp"
#include "core/injection/object.hpp"
#include "core/injection/part.hpp"
#include "core/injection/workload.hpp"
#include "core/outcome.hpp"

namespace chandler::core::cronjob {
namespace {

using annotations::Finding;
using annotations::ProvisionSpec;
using injection::find;
using injection::find_text;
using injection::object;
using nlohmann::json;

constexpr int jobs_kept = 3;
constexpr int retries = 2;
// A run that could not start for an hour, with the control plane away, waits for its next time.
constexpr int longest_delay = 3600;

Finding refused(const Task& task, std::string_view why) {
  const std::string key = schedule_key(task);
  return {annotations::Severity::refuse, annotations::Problem::incomplete, key, {}, {}, std::format("{} {}", key, why)};
}

// What no run could do without.
void check(const Task& task, const ProvisionSpec& spec, const json& workload, std::vector<Finding>& findings) {
  const auto& database = spec.database;
  if (!database.secret && !(database.host && database.user))
    findings.push_back(refused(task,
                               "needs a database: add chandler.dev/database: SECRET (or database-host and "
                               "database-user)"));
  if (const std::string_view missing = task.lacks(spec); !missing.empty()) findings.push_back(refused(task, missing));
  if (!find_text(workload, {"metadata", "name"}))
    findings.push_back(refused(task, "needs a workload with a name, after which its CronJob is called"));
}

std::optional<injection::Plan> make_plan(const Task& task, const json& workload, const json& pod_spec,
                                         const ProvisionSpec& spec, const injection::Settings& settings,
                                         std::vector<Finding>& findings) {
  const auto claims = injection::claim_volumes(workload);
  injection::Part part = task.part(spec, {task.name, pod_spec, claims, settings}, findings);
  const bool in_image = part.in_application_image;
  // Without one it was said of the pod already.
  std::vector<Finding> of_container;
  const json* application = injection::find_application(pod_spec, spec.containers.container, in_image, of_container);
  if (in_image) std::ranges::move(of_container, std::back_inserter(findings));
  if (injection::refuses(findings)) return std::nullopt;
  return plan_alone(std::move(part), spec, pod_spec, application, settings);
}

// What a person must look at and wrong usage stay what they are however often it is tried; an evicted pod is no failure
// of the task.
json pod_failure_policy(const Task& task) {
  const json codes = json::array({static_cast<int>(Outcome::problem), static_cast<int>(Outcome::usage)});
  json hopeless = object("action", "FailJob", "onExitCodes",
                         object("containerName", task.container, "operator", "In", "values", codes));
  json disrupted = object("action", "Ignore", "onPodConditions",
                          json::array({object("type", "DisruptionTarget", "status", "True")}));
  return object("rules", json::array({std::move(hopeless), std::move(disrupted)}));
}

json job_spec(const Task& task, json pod_spec, std::string_view restart_policy) {
  json spec = object("backoffLimit", retries, "template",
                     object("metadata", object("labels", labels_of(task.name)), "spec", std::move(pod_spec)));
  // The API server takes one with Never alone.
  if (restart_policy == "Never") spec["podFailurePolicy"] = pod_failure_policy(task);
  return spec;
}

json assembled(const Task& task, const json& workload, const ProvisionSpec::Periodic& periodic, json job) {
  json metadata = object("name", cron_job_name(*find_text(workload, {"metadata", "name"}), task.name), "labels",
                         labels_of(task.name));
  if (const auto space = find_text(workload, {"metadata", "namespace"})) metadata["namespace"] = *space;
  json spec = object("schedule", *periodic.schedule, "concurrencyPolicy", "Forbid", "startingDeadlineSeconds",
                     longest_delay, "successfulJobsHistoryLimit", jobs_kept, "failedJobsHistoryLimit", jobs_kept,
                     "jobTemplate", object("metadata", object("labels", labels_of(task.name)), "spec", std::move(job)));
  if (periodic.time_zone) spec["timeZone"] = *periodic.time_zone;
  return object("apiVersion", "batch/v1", "kind", "CronJob", "metadata", std::move(metadata), "spec", std::move(spec));
}

}  // namespace

std::vector<std::string> cron_job_names(std::string_view workload) {
  std::vector<std::string> names;
  for (const Task* task : tasks()) names.push_back(cron_job_name(workload, task->name));
  return names;
}

json cron_job_for(const Task& task, const json& workload, std::string_view kind, const ProvisionSpec& spec,
                  const injection::Settings& settings, std::vector<Finding>& findings) {
  const ProvisionSpec::Periodic& periodic = task.periodic(spec);
  if (!periodic.schedule) return nullptr;
  const json* pod_template = injection::find_template(workload, kind);
  const json* pod_spec = pod_template == nullptr ? nullptr : find(*pod_template, {"spec"});
  if (pod_spec == nullptr) return nullptr;
  std::vector<Finding> own;
  check(task, spec, workload, own);
  std::optional<injection::Plan> plan;
  if (!injection::refuses(own)) plan = make_plan(task, workload, *pod_spec, spec, settings, own);
  std::ranges::move(own, std::back_inserter(findings));
  if (!plan) return nullptr;
  const std::string_view restart_policy = periodic.restart_policy.value_or("Never");
  json pod = pod_spec_beside(workload, *pod_spec, std::move(*plan), restart_policy);
  return assembled(task, workload, periodic, job_spec(task, std::move(pod), restart_policy));
}

}  // namespace chandler::core::cronjob
