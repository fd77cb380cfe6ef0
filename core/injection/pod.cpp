#include "core/injection/pod.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/answer.hpp"
#include "core/injection/document.hpp"
#include "core/injection/merge.hpp"
#include "core/injection/names.hpp"
#include "core/injection/placement.hpp"
#include "core/injection/plan.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using annotations::Problem;
using annotations::Severity;
using nlohmann::json;

Finding name_taken(std::string_view what, std::string_view name) {
  return {Severity::refuse, Problem::name_taken, std::string(name), {}, {},
          std::format("the pod has a {} \"{}\" that is not Chandler's; rename it", what, name)};
}

// Ours would collide with these, or take them for its own.
void check_names(const json& pod_spec, std::vector<Finding>& findings) {
  for (const std::string_view list : {"initContainers", "containers"}) {
    for (const json* container : elements(find(pod_spec, {list}))) {
      const std::string_view name = name_of(*container);
      if (list == "initContainers" && is_ours(*container)) continue;
      if (has_our_name(name)) findings.push_back(name_taken("container", name));
      for (const json* mount : elements(find(*container, {"volumeMounts"}))) {
        const std::string_view volume = name_of(*mount);
        if (is_our_volume(volume)) findings.push_back(name_taken("volume", volume));
      }
    }
  }
}

void check_system(const json& pod_spec, std::vector<Finding>& findings) {
  if (find_text(pod_spec, {"os", "name"}) != "windows") return;
  findings.push_back({Severity::refuse, Problem::unsupported_pod, std::string(annotations::inject_label), "true", {},
                      "Chandler's containers run on Linux, and this pod asks for Windows; remove the label"});
}

// An array that becomes empty goes; one that is missing comes only when it holds something.
void store(json& pod_spec, const std::string& key, json array) {
  const auto present = pod_spec.find(key);
  const bool held = present != pod_spec.end() && present->is_array() && !present->empty();
  if (!array.empty()) {
    pod_spec[key] = std::move(array);
  } else if (held) {
    pod_spec.erase(key);
  }
}

// Ours taken out and put where they belong, each as it stands where it is already right.
json arrange(const json& present, const std::vector<json>& wanted, const annotations::Order& order, std::vector<Finding>& findings) {
  std::vector<const json*> others;
  std::vector<const json*> ours;
  for (const json* container : elements(&present)) (is_ours(*container) ? ours : others).push_back(container);
  json arranged = json::array();
  const std::size_t place_of_ours = wanted.empty() ? 0 : place(others, order, findings);
  const auto put_ours = [&] {
    for (const json& container : wanted) {
      const auto found = std::ranges::find_if(ours, [&](const json* c) { return name_of(*c) == name_of(container); });
      arranged.push_back(found == ours.end() ? container : merge_container(**found, container));
    }
  };
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (i == place_of_ours) put_ours();
    arranged.push_back(*others[i]);
  }
  if (place_of_ours >= others.size()) put_ours();
  return arranged;
}

// A volume with one of our names that another container mounts is that one's.
bool is_mounted_by_others(const json& pod_spec, std::string_view volume) {
  for (const std::string_view list : {"initContainers", "containers"}) {
    for (const json* container : elements(find(pod_spec, {list}))) {
      const bool others = list == "containers" || !is_ours(*container);
      if (others && find_named(find(*container, {"volumeMounts"}), volume) != nullptr) return true;
    }
  }
  return false;
}

void apply(json& pod_spec, const Plan& plan, const annotations::Order& order, std::vector<Finding>& findings) {
  static const json none = json::array();
  const json* init = find(pod_spec, {"initContainers"});
  store(pod_spec, "initContainers", arrange(init == nullptr ? none : *init, plan.containers, order, findings));
  const json* volumes = find(pod_spec, {"volumes"});
  store(pod_spec, "volumes", merge_array(volumes == nullptr ? none : *volumes, plan.volumes, "name",
                                         [&](const json& volume) {
                                           const std::string_view name = name_of(volume);
                                           return is_our_volume(name) && !is_mounted_by_others(pod_spec, name);
                                         }));
}

}  // namespace

void check_pod(const json& pod_spec, std::vector<Finding>& findings) {
  check_system(pod_spec, findings);
  check_names(pod_spec, findings);
}

PodOutcome provision_pod(json& pod_spec, const annotations::ProvisionSpec& spec, std::span<const std::string_view> claim_volumes,
                         const Settings& settings, std::vector<Finding>& findings) {
  check_pod(pod_spec, findings);
  const Plan plan = make_plan(spec, pod_spec, claim_volumes, settings, findings);
  if (refuses(findings)) return PodOutcome::refused;
  apply(pod_spec, plan, spec.containers.order.value_or(annotations::Order{}), findings);
  return plan.containers.empty() ? PodOutcome::nothing : PodOutcome::provisioned;
}

void strip_pod(json& pod_spec) {
  if (!pod_spec.is_object()) return;
  std::vector<Finding> unused;
  apply(pod_spec, {}, {}, unused);
}

}  // namespace chandler::core::injection
