#include "platform/kubernetes/objects/replicas.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {
namespace {

using nlohmann::json;

void add(std::string& selector, std::string_view requirement) {
  if (!selector.empty()) selector += ',';
  selector += requirement;
}

// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
std::string requirement_of(const json& expression) {
  std::string key = text(expression, {"key"});
  const std::string how = text(expression, {"operator"});
  if (how == "Exists") return key;
  if (how == "DoesNotExist") return "!" + key;
  std::string values;
  for (const json& value : list(expression, {"values"})) {
    if (value.is_string()) add(values, value.get_ref<const std::string&>());
  }
  return std::format("{} {} ({})", key, how == "NotIn" ? "notin" : "in", values);
}

std::string selector_of(const json& workload) {
  std::string selector;
  if (const json* const labels = find(workload, {"spec", "selector", "matchLabels"}); labels && labels->is_object()) {
    for (const auto& [key, value] : labels->items()) {
      if (value.is_string()) add(selector, std::format("{}={}", key, value.get_ref<const std::string&>()));
    }
  }
  for (const json& expression : list(workload, {"spec", "selector", "matchExpressions"})) {
    add(selector, requirement_of(expression));
  }
  return selector;
}

}  // namespace

Replicas read_replicas(const json& workload, std::string_view kind) {
  const auto wanted = kind == "DaemonSet" ? number(workload, {"status", "desiredNumberScheduled"}).value_or(0)
                                          : number(workload, {"spec", "replicas"}).value_or(1);
  return {.wanted = wanted, .selector = selector_of(workload)};
}

bool is_replica_of(const Pod& pod, std::string_view kind, const Metadata& workload) {
  const auto& controller = pod.metadata.controller;
  if (!controller) return false;
  // Between a Deployment and its pods is a ReplicaSet, which is named after both.
  if (kind == "Deployment") {
    return controller->kind == "ReplicaSet" && !pod.template_hash.empty() &&
           controller->name == std::format("{}-{}", workload.key.name, pod.template_hash);
  }
  return controller->kind == kind && controller->uid == workload.uid;
}

}  // namespace chandler::platform::kubernetes::objects
