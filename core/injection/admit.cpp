#include "core/injection/admit.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/answer.hpp"
#include "core/injection/copying.hpp"
#include "core/injection/diff.hpp"
#include "core/injection/document.hpp"
#include "core/injection/opt_in.hpp"
#include "core/injection/plan.hpp"
#include "core/injection/pod.hpp"
#include "core/injection/request.hpp"
#include "core/injection/workload.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using annotations::Problem;
using annotations::Severity;
using nlohmann::json;

AdmissionResult allow(Reason reason, std::vector<Finding> findings = {}, std::string patch = {}) {
  AdmissionResult result{.reason = reason,
                         .patch = std::move(patch),
                         .warnings = {},
                         .message = {},
                         .findings = without_repeats(std::move(findings))};
  result.warnings = warnings_of(result.findings);
  return result;
}

AdmissionResult deny(std::string_view kind, std::vector<Finding> findings) {
  static constexpr int unprocessable = 422;
  AdmissionResult result = allow(Reason::refused, std::move(findings));
  result.allowed = false;
  result.code = unprocessable;
  result.message = denial_of(kind, result.findings);
  return result;
}

annotations::Where where(const Settings& settings) {
  return settings.cluster.controller ? annotations::Where::in_cluster : annotations::Where::admission_alone;
}

AdmissionResult not_opted_in(const json& metadata) {
  std::vector<Finding> findings;
  if (auto unclear = unclear_label(metadata)) findings.push_back(std::move(*unclear));
  return allow(opt_in(metadata) == OptIn::no ? Reason::opted_out : Reason::not_labelled, std::move(findings));
}

AdmissionResult admit_pod(const AdmissionInput& input, const Settings& settings) {
  if (input.operation != Operation::create) return allow(Reason::pod_exists);
  const json& metadata = metadata_of(input.object);
  if (find(metadata, {"annotations", "kubernetes.io/config.mirror"}) != nullptr) return allow(Reason::mirror_pod);
  if (opt_in(metadata) != OptIn::yes) return not_opted_in(metadata);
  const json* spec = find(input.object, {"spec"});
  if (spec == nullptr || !spec->is_object()) return allow(Reason::malformed);

  std::vector<Finding> findings;
  const annotations::Reading reading = read_pod_request(metadata, where(settings), findings);
  if (refuses(findings)) return deny(input.kind, std::move(findings));
  json provisioned = *spec;
  const PodOutcome outcome = provision_pod(provisioned, reading.spec, {}, settings, findings);
  if (outcome == PodOutcome::refused) return deny(input.kind, std::move(findings));
  std::string patch = diff(*spec, provisioned, "/spec");
  const Reason without = reading.any_directive ? Reason::nothing_to_inject : Reason::no_directive;
  const Reason with = patch.empty() ? Reason::already_injected : Reason::injected;
  return allow(outcome == PodOutcome::nothing ? without : with, std::move(findings), std::move(patch));
}

// What the pods of this template would be refused or warned for, said already where a person sees it.
// Volumes and containers that the template lacks may still come from other webhooks: only a warning here.
void check_template(const json& workload, const json& pod_template, const annotations::ProvisionSpec& spec,
                    const Settings& settings, std::vector<Finding>& findings) {
  const json* pod_spec = find(pod_template, {"spec"});
  if (pod_spec == nullptr || !pod_spec->is_object()) return;
  const std::size_t before = findings.size();
  check_pod(*pod_spec, findings);
  make_plan(spec, *pod_spec, claim_volumes(workload), settings, findings);
  for (Finding& finding : std::span(findings).subspan(before)) {
    if (finding.problem == Problem::not_in_pod) finding.severity = Severity::warn;
  }
}

Finding started_job_finding() {
  return {Severity::warn,
          Problem::started_job,
          std::string(annotations::inject_label),
          {},
          {},
          "a Job's pods cannot change once it has started, so that nothing was copied; delete it and create it anew"};
}

// The template's metadata alone: all that copying can change.
json without_spec(const json& pod_template) {
  json part = json::object();
  if (const auto metadata = pod_template.find("metadata"); metadata != pod_template.end()) part["metadata"] = *metadata;
  return part;
}

AdmissionResult admit_workload(const AdmissionInput& input, const Settings& settings) {
  const json& metadata = metadata_of(input.object);
  const json* old_metadata = input.old_object == nullptr ? nullptr : &metadata_of(*input.old_object);
  const bool labelled = opt_in(metadata) == OptIn::yes;
  const bool was_labelled = old_metadata != nullptr && opt_in(*old_metadata) == OptIn::yes;
  if (!labelled && !was_labelled) return not_opted_in(metadata);
  if (find(metadata, {"deletionTimestamp"}) != nullptr) return allow(Reason::being_deleted);
  const json* present = find_template(input.object, input.kind);
  if (present == nullptr) return allow(Reason::malformed);

  std::vector<Finding> findings;
  if (auto unclear = unclear_label(metadata)) findings.push_back(std::move(*unclear));
  const json current = without_spec(*present);
  json changed = current;
  std::ranges::move(copy_directives(changed, metadata, old_metadata), std::back_inserter(findings));
  std::string patch = diff(current, changed, template_path(input.kind));
  if (input.old_object != nullptr && is_started_job(*input.old_object, input.kind)) {
    if (patch.empty()) return allow(Reason::template_current, std::move(findings));
    findings.push_back(started_job_finding());
    return allow(Reason::started_job, std::move(findings));
  }
  bool any_directive = true;
  if (labelled) {
    const annotations::Reading reading = read_workload_request(
        {.kind = input.kind, .own = metadata, .pod_template = metadata_of(changed)}, where(settings), findings);
    check_template(input.object, *present, reading.spec, settings, findings);
    if (refuses(findings)) return deny(input.kind, std::move(findings));
    any_directive = reading.any_directive;
  }
  const Reason unchanged = any_directive ? Reason::template_current : Reason::no_directive;
  const Reason reason = patch.empty() ? unchanged : Reason::copied;
  return allow(reason, std::move(findings), std::move(patch));
}

}  // namespace

AdmissionResult admit(const AdmissionInput& input, const Settings& settings) {
  const KindOfObject kind = classify(input.kind);
  if (kind == KindOfObject::unknown) return allow(Reason::unknown_kind);
  if (std::ranges::contains(settings.excluded_namespaces, input.namespace_name))
    return allow(Reason::excluded_namespace);
  return kind == KindOfObject::pod ? admit_pod(input, settings) : admit_workload(input, settings);
}

}  // namespace chandler::core::injection
