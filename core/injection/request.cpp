#include "core/injection/request.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <optional>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/annotations/registry.hpp"
#include "core/injection/document.hpp"
#include "core/injection/opt_in.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Directive;
using annotations::Entry;
using annotations::Finding;
using annotations::Problem;
using annotations::Reading;
using annotations::Severity;
using nlohmann::json;

const Directive* directive_of(const Entry& entry) {
  const auto name = annotations::name_in(entry.key);
  return name ? annotations::find_directive(*name) : nullptr;
}

// Annotations of ours, apart by what they are about.
struct Directives {
  std::vector<Entry> of_pods;
  std::vector<Entry> periodic;
};

Directives directives_in(const json& metadata) {
  Directives all;
  for (const Entry& entry : entries(find(metadata, {"annotations"}))) {
    const Directive* directive = directive_of(entry);
    if (directive == nullptr) continue;
    (annotations::concerns_pods(directive->group) ? all.of_pods : all.periodic).push_back(entry);
  }
  return all;
}

void check_keys_of(const json& metadata, std::vector<Finding>& findings) {
  std::vector<Finding> wrong =
      annotations::check_keys(entries(find(metadata, {"annotations"})), entries(find(metadata, {"labels"})));
  std::ranges::move(wrong, std::back_inserter(findings));
}

// One finding for a task; what goes with it needs none of its own.
void add_for_tasks(std::span<const Entry> misplaced, Problem problem, std::string_view why,
                   std::vector<Finding>& findings) {
  const auto stands = [&](std::string_view name) {
    return std::ranges::any_of(misplaced, [&](const Entry& entry) { return annotations::name_in(entry.key) == name; });
  };
  for (const Entry& entry : misplaced) {
    const Directive* directive = directive_of(entry);
    if (!directive->needs.empty() && stands(directive->needs)) continue;
    findings.push_back({Severity::warn,
                        problem,
                        std::string(entry.key),
                        std::string(entry.value),
                        {},
                        std::format("{} does nothing {}", entry.key, why)});
  }
}

void check_task(const Reading& reading, std::vector<Finding>& findings) {
  if (reading.any_task) return;
  const std::string_view seen =
      reading.any_directive ? "annotations that ask for no work" : "no annotation that says what to do";
  findings.push_back({Severity::warn,
                      Problem::no_directive,
                      std::string(annotations::inject_label),
                      "true",
                      {},
                      std::format("label {} stands with {}; add {}migrate, load, executor or wait-for beside it",
                                  annotations::inject_label, seen, annotations::prefix)});
}

Reading read(std::span<const Entry> directives, annotations::Where where, std::vector<Finding>& findings) {
  Reading reading = annotations::read(directives, where);
  std::ranges::move(reading.findings, std::back_inserter(findings));
  reading.findings.clear();
  check_task(reading, findings);
  return reading;
}

bool is_long_running(std::string_view kind) {
  return kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet";
}

}  // namespace

Reading read_pod_request(const json& metadata, annotations::Where where, std::vector<Finding>& findings) {
  check_keys_of(metadata, findings);
  const Directives directives = directives_in(metadata);
  add_for_tasks(directives.periodic, Problem::misplaced,
                "on a pod; it belongs on the metadata of the Deployment, StatefulSet or DaemonSet itself", findings);
  return read(directives.of_pods, where, findings);
}

Reading read_workload_request(const WorkloadMetadata& metadata, annotations::Where where,
                              std::vector<Finding>& findings) {
  const bool labelled = opt_in(metadata.own) == OptIn::yes;
  if (labelled) check_keys_of(metadata.own, findings);
  check_keys_of(metadata.pod_template, findings);
  Directives own = directives_in(metadata.own);
  Directives held = directives_in(metadata.pod_template);
  // The same on both, as kustomize's commonAnnotations writes it, is no mistake.
  std::erase_if(held.periodic,
                [&](const Entry& entry) { return find_text(metadata.own, {"annotations", entry.key}) == entry.value; });
  add_for_tasks(held.periodic, Problem::misplaced,
                std::format("on the pod template; it belongs on the metadata of the {} itself", metadata.kind),
                findings);
  if (!is_long_running(metadata.kind)) {
    add_for_tasks(own.periodic, Problem::misplaced,
                  std::format("on a {}, only on a Deployment, StatefulSet or DaemonSet", metadata.kind), findings);
    own.periodic.clear();
  } else if (!labelled) {
    add_for_tasks(own.periodic, Problem::incomplete,
                  std::format("without the label {}: \"true\" beside it", annotations::inject_label), findings);
    own.periodic.clear();
  }
  std::vector<Entry> all = std::move(held.of_pods);
  all.insert(all.end(), own.periodic.begin(), own.periodic.end());
  std::ranges::sort(all, {}, &Entry::key);
  return read(all, where, findings);
}

}  // namespace chandler::core::injection
