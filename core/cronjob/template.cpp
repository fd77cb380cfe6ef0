#include "core/cronjob/template.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/injection/document.hpp"
#include "core/injection/object.hpp"

namespace chandler::core::cronjob {
namespace {

using injection::find;
using injection::find_text;
using injection::object;
using nlohmann::json;

constexpr std::string_view managed_by = "app.kubernetes.io/managed-by";
constexpr std::string_view component = "app.kubernetes.io/component";
constexpr std::string_view ours = "chandler";

// Where the pod may run, as whom, and how it reaches the database by name.
constexpr std::array<std::string_view, 11> taken_over{
    "dnsConfig",        "dnsPolicy",     "hostAliases",     "imagePullSecrets",   "nodeSelector", "priorityClassName",
    "runtimeClassName", "schedulerName", "securityContext", "serviceAccountName", "tolerations"};

// A claim that one node at a time may mount is on the node of the application's pods.
json near_the_pods(const json& selector) {
  static constexpr int most = 100;
  json term = object("labelSelector", selector, "topologyKey", "kubernetes.io/hostname");
  return object("preferredDuringSchedulingIgnoredDuringExecution",
                json::array({object("weight", most, "podAffinityTerm", std::move(term))}));
}

json affinity_of(const json& workload, const json& application_spec, const injection::Plan& plan) {
  json affinity = json::object();
  if (const json* node = find(application_spec, {"affinity", "nodeAffinity"})) affinity["nodeAffinity"] = *node;
  const json* selector = find(workload, {"spec", "selector"});
  const bool claim = std::ranges::any_of(
      plan.volumes, [](const json& volume) { return find(volume, {"persistentVolumeClaim"}) != nullptr; });
  if (claim && selector != nullptr) affinity["podAffinity"] = near_the_pods(*selector);
  return affinity;
}

}  // namespace

json labels_of(std::string_view task) {
  return object(managed_by, ours, component, task);
}

bool is_ours(const json& cron_job) {
  return find_text(cron_job, {"kind"}) == "CronJob" && find_text(cron_job, {"metadata", "labels", managed_by}) == ours;
}

json pod_spec_beside(const json& workload, const json& application_spec, injection::Plan plan,
                     std::string_view restart_policy) {
  json spec = object("automountServiceAccountToken", false, "restartPolicy", restart_policy);
  for (const std::string_view field : taken_over) {
    if (const json* value = find(application_spec, {field})) spec[std::string(field)] = *value;
  }
  if (json affinity = affinity_of(workload, application_spec, plan); !affinity.empty())
    spec["affinity"] = std::move(affinity);
  if (!plan.volumes.empty()) spec["volumes"] = std::move(plan.volumes);
  spec["containers"] = json::array({std::move(plan.containers.back())});
  plan.containers.pop_back();
  if (!plan.containers.empty()) spec["initContainers"] = std::move(plan.containers);
  return spec;
}

injection::Plan plan_alone(injection::Part part, const annotations::ProvisionSpec& spec, const json& application_spec,
                           const json* application, const injection::Settings& settings) {
  part.step.args.emplace_back("--wait=60");
  std::vector<injection::Part> parts;
  parts.push_back(std::move(part));
  return injection::assemble(std::move(parts), spec.containers,
                             {.spec = application_spec, .application = application, .token_mounted = false}, settings);
}

}  // namespace chandler::core::cronjob
