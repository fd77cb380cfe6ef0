#include "core/injection/offline.hpp"

#include <algorithm>
#include <format>
#include <iterator>

#include <nlohmann/json.hpp>

#include "core/injection/admit.hpp"
#include "core/injection/answer.hpp"
#include "core/injection/copying.hpp"
#include "core/injection/diff.hpp"
#include "core/injection/document.hpp"
#include "core/injection/opt_in.hpp"
#include "core/injection/pod.hpp"
#include "core/injection/request.hpp"
#include "core/injection/workload.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using nlohmann::json;

OfflineResult inject_template(const json& workload, const json& pod_template, std::string_view kind,
                              const Settings& settings) {
  const json& own = metadata_of(workload);
  std::vector<Finding> findings;
  if (auto unclear = unclear_label(own)) findings.push_back(std::move(*unclear));
  json effective{{"metadata", metadata_of(pod_template)}};
  std::ranges::move(copy_directives(effective, own, nullptr), std::back_inserter(findings));
  const json& metadata = metadata_of(effective);
  // Labelled but with nothing to copy: read on, so that the finding about that is made.
  const OptIn asked = opt_in(metadata) == OptIn::absent ? opt_in(own) : opt_in(metadata);
  if (auto unclear = unclear_label(metadata)) findings.push_back(std::move(*unclear));
  if (asked != OptIn::yes) {
    return {
        asked == OptIn::no ? Reason::opted_out : Reason::not_labelled, {}, without_repeats(std::move(findings)), {}};
  }
  annotations::Reading reading = read_workload_request({.kind = kind, .own = own, .pod_template = metadata},
                                                       annotations::Where::offline, findings);
  const json* spec = find(pod_template, {"spec"});
  if (spec == nullptr || !spec->is_object()) return {Reason::malformed, {}, without_repeats(std::move(findings)), {}};
  json provisioned = *spec;
  const PodOutcome outcome =
      refuses(findings) ? PodOutcome::refused
                        : provision_pod(provisioned, reading.spec, claim_volumes(workload), settings, findings);
  findings = without_repeats(std::move(findings));
  if (outcome == PodOutcome::refused) return {Reason::refused, {}, std::move(findings), {}};
  std::string patch = diff(*spec, provisioned, std::format("{}/spec", template_path(kind)));
  const Reason without = reading.any_directive ? Reason::nothing_to_inject : Reason::no_directive;
  const Reason with = patch.empty() ? Reason::already_injected : Reason::injected;
  return {outcome == PodOutcome::nothing ? without : with, std::move(patch), std::move(findings),
          std::move(reading.spec)};
}

}  // namespace

OfflineResult inject(const json& object, std::string_view kind, std::string_view namespace_name,
                     const Settings& settings) {
  const json* pod_template = find_template(object, kind);
  const bool outside = std::ranges::contains(settings.excluded_namespaces, namespace_name);
  if (classify(kind) == KindOfObject::workload && pod_template != nullptr && !outside) {
    return inject_template(object, *pod_template, kind, settings);
  }
  AdmissionResult result = admit({.kind = kind, .namespace_name = namespace_name, .object = object}, settings);
  return {result.reason, std::move(result.patch), std::move(result.findings), {}};
}

OfflineResult uninject(const json& object, std::string_view kind) {
  if (classify(kind) == KindOfObject::unknown) return {Reason::unknown_kind, {}, {}, {}};
  const bool pod = kind == "Pod";
  const json* pod_template = find_template(object, kind);
  const json* spec = pod ? find(object, {"spec"}) : pod_template == nullptr ? nullptr : find(*pod_template, {"spec"});
  if (spec == nullptr || !spec->is_object()) return {Reason::malformed, {}, {}, {}};
  json stripped = *spec;
  strip_pod(stripped);
  const std::string path = pod ? "/spec" : std::format("{}/spec", template_path(kind));
  return {Reason::nothing_to_inject, diff(*spec, stripped, path), {}, {}};
}

}  // namespace chandler::core::injection
