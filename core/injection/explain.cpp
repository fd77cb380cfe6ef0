#include "core/injection/explain.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/annotations/registry.hpp"
#include "core/injection/document.hpp"
#include "core/injection/names.hpp"
#include "core/injection/offline.hpp"
#include "core/injection/workload.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using nlohmann::json;

struct Origins {
  std::string value;
  bool workload = false;
  bool pod_template = false;
};

using Keys = std::map<std::string, Origins, std::less<>>;

// Ours, and those that findings are about: a mistyped prefix, too.
void collect(Keys& keys, const json& metadata, bool pod_template, const std::vector<Finding>& findings) {
  for (const std::string_view map : {"labels", "annotations"}) {
    for (const annotations::Entry& entry : entries(find(metadata, {map}))) {
      const bool found = std::ranges::contains(findings, entry.key, &Finding::key);
      if (!annotations::name_in(entry.key) && !found) continue;
      Origins& origins = keys[std::string(entry.key)];
      if (pod_template || origins.value.empty()) origins.value = entry.value;
      (pod_template ? origins.pod_template : origins.workload) = true;
    }
  }
}

std::string origin_of(const Origins& origins, bool pod) {
  if (pod) return "pod";
  if (origins.workload && origins.pod_template) return "workload and template";
  return origins.workload ? "workload" : "template";
}

std::string causes_of(std::string_view key) {
  if (key == annotations::inject_label) return "opts in";
  const auto name = annotations::name_in(key);
  const annotations::Directive* directive = name ? annotations::find_directive(*name) : nullptr;
  if (directive == nullptr) return "nothing";
  const bool done = annotations::carried_out(*directive, annotations::Where::offline);
  return done ? std::string(directive->causes) : "nothing in this version";
}

std::vector<ExplainedContainer> containers_in(const json& pod_spec, std::string_view list) {
  std::vector<ExplainedContainer> all;
  for (const json* container : elements(find(pod_spec, {list}))) {
    all.push_back({std::string(name_of(*container)), is_ours_in(list, *container)});
  }
  return all;
}

const json* pod_spec_of(const json& object, std::string_view kind) {
  if (kind == "Pod") return find(object, {"spec"});
  const json* pod_template = find_template(object, kind);
  return pod_template == nullptr ? nullptr : find(*pod_template, {"spec"});
}

}  // namespace

void add(Explanation& explanation, Finding finding) {
  const auto row = std::ranges::find(explanation.keys, finding.key, &ExplainedKey::key);
  (row == explanation.keys.end() ? explanation.other : row->findings).push_back(std::move(finding));
}

Explanation explain(const json& object, std::string_view kind, std::string_view namespace_name,
                    const Settings& settings) {
  OfflineResult result = inject(object, kind, namespace_name, settings);
  Explanation explanation{
      .reason = result.reason, .keys = {}, .containers = {}, .beside = {}, .other = {}, .spec = std::move(result.spec)};
  const bool pod = kind == "Pod";
  Keys keys;
  collect(keys, metadata_of(object), pod, result.findings);
  if (const json* pod_template = find_template(object, kind))
    collect(keys, metadata_of(*pod_template), true, result.findings);
  for (const auto& [key, origins] : keys) {
    explanation.keys.push_back({key, origins.value, origin_of(origins, pod), causes_of(key), {}});
  }
  std::ranges::stable_partition(explanation.keys,
                                [](const ExplainedKey& row) { return row.key == annotations::inject_label; });
  for (Finding& finding : result.findings) add(explanation, std::move(finding));
  const json injected = result.patch.empty() ? object : object.patch(json::parse(result.patch));
  if (const json* spec = pod_spec_of(injected, kind)) {
    explanation.containers = containers_in(*spec, "initContainers");
    explanation.beside = containers_in(*spec, "containers");
  }
  return explanation;
}

}  // namespace chandler::core::injection
