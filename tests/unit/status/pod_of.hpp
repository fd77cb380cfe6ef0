#pragma once

#include <format>
#include <memory>
#include <string>

#include "controller/status/situation.hpp"

namespace chandler::controller::status {

// A pod that runs and is ready; made in the minute that its name's last letter says.
inline Pod pod_of(const std::string& name, bool missed = false) {
  Pod pod{.metadata = {.key = {"apps", name}, .uid = "uid-" + name, .resource_version = "1", .controller = {}},
          .phase = "Running",
          .node = "node",
          .template_hash = {},
          .started = {},
          .labelled = true,
          .ready = true,
          .missed = missed,
          .containers = {}};
  pod.metadata.created = Time(std::chrono::minutes(name.back() - 'a'));
  if (!missed) pod.containers.push_back({.name = "chandler-migrate", .init = true});
  return pod;
}

inline Pods pods_of(std::vector<Pod> all) {
  Pods pods;
  for (Pod& pod : all) pods.push_back(std::make_shared<const Pod>(std::move(pod)));
  return pods;
}

}  // namespace chandler::controller::status
