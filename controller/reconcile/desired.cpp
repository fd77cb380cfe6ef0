#include "controller/reconcile/desired.hpp"

#include <algorithm>
#include <iterator>

#include "core/cronjob/cron_job.hpp"
#include "core/cronjob/name.hpp"
#include "core/injection/answer.hpp"
#include "core/injection/copying.hpp"
#include "core/injection/document.hpp"
#include "core/injection/opt_in.hpp"
#include "core/injection/request.hpp"
#include "core/injection/workload.hpp"

namespace chandler::controller::reconcile {
namespace {

namespace injection = core::injection;
namespace annotations = core::annotations;
namespace cronjob = core::cronjob;
using nlohmann::json;
using platform::kubernetes::objects::Workload;

// Not blocking the owner's deletion: that would need a right on the workload's finalizers.
json owned_by(const Workload& workload, json object) {
  object["metadata"]["ownerReferences"] = json::array({{{"apiVersion", "apps/v1"},
                                                        {"kind", workload.kind},
                                                        {"name", workload.metadata.key.name},
                                                        {"uid", workload.metadata.uid},
                                                        {"controller", true}}});
  return object;
}

}  // namespace

Desired desired_of(const Workload& workload, const injection::Settings& settings) {
  Desired desired;
  if (std::ranges::contains(settings.excluded_namespaces, workload.metadata.key.namespace_name)) return desired;
  const json definition = platform::kubernetes::objects::definition_of(workload);
  const json& own = injection::metadata_of(definition);
  const json* const pod_template = injection::find_template(definition, workload.kind);
  if (pod_template == nullptr || injection::opt_in(own) != injection::OptIn::yes) return desired;

  // With what the webhook copies, should it have been away.
  json effective{{"metadata", injection::metadata_of(*pod_template)}};
  desired.findings = injection::copy_directives(effective, own, nullptr);
  const annotations::Reading reading = injection::read_workload_request(
      {.kind = workload.kind, .own = own, .pod_template = injection::metadata_of(effective)},
      annotations::Where::in_cluster, desired.findings);
  for (const cronjob::Task* task : cronjob::tasks()) {
    json cron_job = cronjob::cron_job_for(*task, definition, workload.kind, reading.spec, settings, desired.findings);
    if (!cron_job.is_null()) cron_job = owned_by(workload, std::move(cron_job));
    if (cron_job.is_null() && injection::find(own, {"annotations", cronjob::schedule_key(*task)}) == nullptr) continue;
    desired.cron_jobs.push_back({.task = task,
                                 .name = cronjob::cron_job_name(workload.metadata.key.name, task->name),
                                 .object = std::move(cron_job)});
  }
  desired.findings = injection::without_repeats(std::move(desired.findings));
  return desired;
}

}  // namespace chandler::controller::reconcile
