#include "core/cronjob/migrate_status.hpp"

#include <vector>

#include <nlohmann/json.hpp>

#include "controller/operations/action.hpp"
#include "controller/operations/job.hpp"
#include "controller/operations/subject.hpp"
#include "core/annotations/finding.hpp"
#include "core/injection/copying.hpp"
#include "core/injection/document.hpp"
#include "core/injection/request.hpp"
#include "core/injection/workload.hpp"

// migrate-status: a Job asks the workload's database which migrations are applied.
namespace chandler::controller::operations {
namespace {

namespace injection = core::injection;
namespace annotations = core::annotations;
using nlohmann::json;

std::string reasons_of(const std::vector<annotations::Finding>& findings) {
  std::string text;
  for (const annotations::Finding& finding : findings) {
    if (finding.severity != annotations::Severity::refuse) continue;
    if (!text.empty()) text += "; ";
    text += finding.message;
  }
  return text.empty() ? "its annotations name no migrations" : text;
}

}  // namespace

core::Expected<Progress> ask_migrate_status(const Work& work) {
  auto followed = follow_job(work);
  if (!followed) return std::unexpected(followed.error());
  if (*followed) return **std::move(followed);
  const auto subject = find_subject(work);
  if (!subject) return std::unexpected(subject.error());

  const json definition = platform::kubernetes::objects::definition_of(subject->workload);
  const json& own = injection::metadata_of(definition);
  const json* const pod_template = injection::find_template(definition, subject->workload.kind);
  std::vector<annotations::Finding> findings;
  json effective{{"metadata", pod_template == nullptr ? json() : injection::metadata_of(*pod_template)}};
  findings = injection::copy_directives(effective, own, nullptr);
  const annotations::Reading reading = injection::read_workload_request(
      {.kind = subject->workload.kind, .own = own, .pod_template = injection::metadata_of(effective)},
      annotations::Where::in_cluster, findings);
  const json job =
      core::cronjob::migrate_status_job(definition, subject->workload.kind, reading.spec, work.settings, findings);
  if (job.is_null()) return refused(Reason::bad_annotation, reasons_of(findings));
  return start_job(work, job);
}

}  // namespace chandler::controller::operations
