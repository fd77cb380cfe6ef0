#include "core/injection/pod.hpp"

#include <algorithm>
#include <cstddef>
#include <format>
#include <string>
#include <utility>

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
  return {Severity::refuse,
          Problem::name_taken,
          std::string(name),
          {},
          {},
          std::format("the pod has a {} \"{}\" that is not Chandler's; rename it", what, name)};
}

// Ours would collide with these, or take them for its own.
void check_names(const json& pod_spec, std::vector<Finding>& findings) {
  for (const std::string_view list : {"initContainers", "containers"}) {
    for (const json* container : elements(find(pod_spec, {list}))) {
      const std::string_view name = name_of(*container);
      if (is_ours_in(list, *container)) continue;
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
  findings.push_back({Severity::refuse,
                      Problem::unsupported_pod,
                      std::string(annotations::inject_label),
                      "true",
                      {},
                      "Chandler's containers run on Linux, and this pod asks for Windows; remove the label"});
}

// Puts `changed(array)` in the array's place. One that becomes empty goes; one that is missing, null or
// empty comes only when it holds something.
template <typename Changed>
void change(json& pod_spec, const std::string& key, Changed changed) {
  const auto present = pod_spec.find(key);
  const bool held = present != pod_spec.end() && present->is_array() && !present->empty();
  json array = changed(held ? std::move(*present) : json::array());
  if (!array.empty()) {
    pod_spec[key] = std::move(array);
  } else if (held) {
    pod_spec.erase(key);
  }
}

// Among the init containers: ours taken out and put where they belong, each as it stands where it is already right.
json arrange(json present, json::array_t wanted, const annotations::Order& order, std::vector<Finding>& findings) {
  json::array_t ours;
  json others = json::array();
  for (json& container : present) {
    if (is_ours(container)) {
      ours.push_back(std::move(container));
    } else {
      others.push_back(std::move(container));
    }
  }
  for (json& container : wanted) {
    const auto found = std::ranges::find_if(ours, [&](const json& c) { return name_of(c) == name_of(container); });
    if (found != ours.end()) container = merge_container(std::move(*found), container);
  }
  auto index = static_cast<std::ptrdiff_t>(wanted.empty() ? 0 : place(elements(&others), order, findings));
  for (json& container : wanted) others.insert(others.begin() + index++, std::move(container));
  return others;
}

// Among the containers, where no place means anything: ours stay where they are, or come last.
json beside(json present, json::array_t wanted) {
  json containers = json::array();
  for (json& container : present) {
    if (!is_ours_in("containers", container)) {
      containers.push_back(std::move(container));
      continue;
    }
    const auto found = std::ranges::find_if(wanted, [&](const json& c) { return name_of(c) == name_of(container); });
    if (found == wanted.end()) continue;
    containers.push_back(merge_container(std::move(container), *found));
    wanted.erase(found);
  }
  for (json& container : wanted) containers.push_back(std::move(container));
  return containers;
}

// A volume with one of our names that another container mounts is that one's.
bool is_mounted_by_others(const json& pod_spec, std::string_view volume) {
  for (const std::string_view list : {"initContainers", "containers"}) {
    for (const json* container : elements(find(pod_spec, {list}))) {
      if (!is_ours_in(list, *container) && find_named(find(*container, {"volumeMounts"}), volume) != nullptr)
        return true;
    }
  }
  return false;
}

void apply(json& pod_spec, Plan plan, const annotations::Order& order, std::vector<Finding>& findings) {
  const auto ours = [&](const json& volume) {
    const std::string_view name = name_of(volume);
    return is_our_volume(name) && !is_mounted_by_others(pod_spec, name);
  };
  change(pod_spec, "volumes",
         [&](json volumes) { return merge_array(std::move(volumes), std::move(plan.volumes), "name", ours); });
  change(pod_spec, "initContainers",
         [&](json containers) { return arrange(std::move(containers), std::move(plan.containers), order, findings); });
  change(pod_spec, "containers",
         [&](json containers) { return beside(std::move(containers), std::move(plan.sidecars)); });
}

}  // namespace

void check_pod(const json& pod_spec, std::vector<Finding>& findings) {
  check_system(pod_spec, findings);
  check_names(pod_spec, findings);
}

PodOutcome provision_pod(json& pod_spec, const annotations::ProvisionSpec& spec,
                         std::span<const std::string_view> claim_volumes, const Settings& settings,
                         std::vector<Finding>& findings) {
  check_pod(pod_spec, findings);
  Plan plan = make_plan(spec, pod_spec, claim_volumes, settings, findings);
  if (refuses(findings)) return PodOutcome::refused;
  const bool nothing = plan.containers.empty() && plan.sidecars.empty();
  const PodOutcome outcome = nothing ? PodOutcome::nothing : PodOutcome::provisioned;
  apply(pod_spec, std::move(plan), spec.containers.order.value_or(annotations::Order{}), findings);
  return outcome;
}

void strip_pod(json& pod_spec) {
  if (!pod_spec.is_object()) return;
  std::vector<Finding> unused;
  apply(pod_spec, {}, {}, unused);
}

}  // namespace chandler::core::injection
