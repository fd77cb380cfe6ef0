#include "core/cronjob/refresh.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "core/annotations/keys.hpp"
#include "core/cronjob/name.hpp"
#include "core/cronjob/template.hpp"
#include "core/cronjob/volume.hpp"
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
using annotations::Source;
using injection::find;
using injection::find_text;
using injection::object;
using nlohmann::json;

using Sources = std::vector<Source>;

constexpr int jobs_kept = 3;
constexpr int retries = 2;
// A run that could not start for an hour, with the control plane away, waits for its next time.
constexpr int longest_delay = 3600;

Finding refused(std::string_view why) {
  const std::string key = annotations::full_key("refresh-schedule");
  return {annotations::Severity::refuse, annotations::Problem::incomplete, key, {}, {}, std::format("{} {}", key, why)};
}

const Sources* sources_of(const ProvisionSpec& spec) {
  if (spec.refresh.sources) return &*spec.refresh.sources;
  return spec.load ? &*spec.load : nullptr;
}

// What no run could do without.
void check(const ProvisionSpec& spec, const json& workload, std::vector<Finding>& findings) {
  const auto& database = spec.database;
  if (!database.secret && !(database.host && database.user))
    findings.push_back(
        refused("needs a database: add chandler.dev/database: SECRET (or database-host and "
                "database-user)"));
  if (sources_of(spec) == nullptr)
    findings.push_back(refused("has no data to bring: add chandler.dev/load or chandler.dev/refresh"));
  if (!find_text(workload, {"metadata", "name"}))
    findings.push_back(refused("needs a workload with a name, after which its CronJob is called"));
}

std::vector<std::string> arguments_of(const ProvisionSpec::Refresh& refresh) {
  std::vector<std::string> args;
  if (refresh.mode) args.insert(args.end(), {"--mode", std::string(*refresh.mode)});
  if (refresh.max_delete) args.insert(args.end(), {"--max-delete", std::format("{}%", refresh.max_delete->percent)});
  // A start of the whole pod costs more than a minute of patience with a database that restarts.
  args.emplace_back("--wait=60");
  return args;
}

std::optional<injection::Plan> make_plan(const json& workload, const json& pod_spec, const ProvisionSpec& spec,
                                         const injection::Settings& settings, std::vector<Finding>& findings) {
  const Sources& sources = *sources_of(spec);
  const bool in_image = std::ranges::contains(sources, Source::Kind::image, &Source::kind);
  // Without one it was said of the pod already.
  std::vector<Finding> of_container;
  const json* application = injection::find_application(pod_spec, spec.containers.container, in_image, of_container);
  if (in_image) std::ranges::move(of_container, std::back_inserter(findings));

  const auto claims = injection::claim_volumes(workload);
  const injection::SourceContext context{spec.refresh.sources ? "refresh" : "load", pod_spec, claims, settings};
  injection::Part part = injection::data_part(refresh_container, refresh_task, sources, spec, context, findings);
  std::ranges::move(shared_volumes(sources, context, findings), std::back_inserter(part.volumes));
  std::ranges::move(arguments_of(spec.refresh), std::back_inserter(part.step.args));
  if (injection::refuses(findings)) return std::nullopt;
  std::vector<injection::Part> parts;
  parts.push_back(std::move(part));
  return injection::assemble(std::move(parts), spec.containers,
                             {.spec = pod_spec, .application = application, .token_mounted = false}, settings);
}

// A bad file, a guard's refusal or wrong usage stays what it is however often it is tried; an evicted pod is no
// failure of the refresh.
json pod_failure_policy() {
  const json codes = json::array({static_cast<int>(Outcome::problem), static_cast<int>(Outcome::usage)});
  json hopeless = object("action", "FailJob", "onExitCodes",
                         object("containerName", refresh_container, "operator", "In", "values", codes));
  json disrupted = object("action", "Ignore", "onPodConditions",
                          json::array({object("type", "DisruptionTarget", "status", "True")}));
  return object("rules", json::array({std::move(hopeless), std::move(disrupted)}));
}

json job_spec(json pod_spec, std::string_view restart_policy) {
  json spec = object("backoffLimit", retries, "template",
                     object("metadata", object("labels", labels_of(refresh_task)), "spec", std::move(pod_spec)));
  // The API server takes one with Never alone.
  if (restart_policy == "Never") spec["podFailurePolicy"] = pod_failure_policy();
  return spec;
}

json cron_job(const json& workload, const ProvisionSpec::Refresh& refresh, json job) {
  json metadata = object("name", cron_job_name(*find_text(workload, {"metadata", "name"}), refresh_task), "labels",
                         labels_of(refresh_task));
  if (const auto space = find_text(workload, {"metadata", "namespace"})) metadata["namespace"] = *space;
  json spec =
      object("schedule", *refresh.schedule, "concurrencyPolicy", "Forbid", "startingDeadlineSeconds", longest_delay,
             "successfulJobsHistoryLimit", jobs_kept, "failedJobsHistoryLimit", jobs_kept, "jobTemplate",
             object("metadata", object("labels", labels_of(refresh_task)), "spec", std::move(job)));
  if (refresh.time_zone) spec["timeZone"] = *refresh.time_zone;
  return object("apiVersion", "batch/v1", "kind", "CronJob", "metadata", std::move(metadata), "spec", std::move(spec));
}

}  // namespace

std::vector<std::string> cron_job_names(std::string_view workload) {
  return {cron_job_name(workload, refresh_task)};
}

json refresh_cron_job(const json& workload, std::string_view kind, const ProvisionSpec& spec,
                      const injection::Settings& settings, std::vector<Finding>& findings) {
  if (!spec.refresh.schedule) return nullptr;
  const json* pod_template = injection::find_template(workload, kind);
  const json* pod_spec = pod_template == nullptr ? nullptr : find(*pod_template, {"spec"});
  if (pod_spec == nullptr) return nullptr;
  std::vector<Finding> own;
  check(spec, workload, own);
  std::optional<injection::Plan> plan;
  if (!injection::refuses(own)) plan = make_plan(workload, *pod_spec, spec, settings, own);
  std::ranges::move(own, std::back_inserter(findings));
  if (!plan) return nullptr;
  const std::string_view restart_policy = spec.refresh.restart_policy.value_or("Never");
  json pod = pod_spec_beside(workload, *pod_spec, std::move(*plan), restart_policy);
  return cron_job(workload, spec.refresh, job_spec(std::move(pod), restart_policy));
}

}  // namespace chandler::core::cronjob
