#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/workload_name.hpp"
#include "core/error.hpp"
#include "platform/kubernetes/objects/provision_status.hpp"

namespace chandler::cli::kubectl {

// A Provision as it is shown.
struct Provision {
  nlohmann::json object;  // whole, for -o json
  std::string namespace_name;
  std::string kind;  // of the workload: "Deployment"
  std::string name;  // of the workload
  std::optional<platform::kubernetes::objects::Microtime> created;
  platform::kubernetes::objects::ProvisionStatus status;

  std::string display() const;  // "deployment/menu"
  bool about(const WorkloadName& workload) const { return kind == workload.kind->kind && name == workload.name; }
};

Provision read_provision(nlohmann::json object);

// A collection, or with a name one of it.
platform::kubernetes::Resource provisions_in(std::string_view namespace_name, std::string_view name = {});

struct Provisions {
  std::vector<Provision> items;  // by namespace, kind and name
  std::string resource_version;  // where a watch goes on
};

// An empty namespace: of all.
core::Expected<Provisions> list_provisions(Connection& connection, const std::string& namespace_name);

// Of one workload. Where there is none, the error says why: no such workload, with the nearest name; one without the
// label; or one that the controller has not looked at yet.
core::Expected<Provision> find_provision(Connection& connection, const WorkloadName& workload);

// The workloads of a namespace, or of all, that a label selector chooses: (namespace, kind, name).
struct Selected {
  std::string namespace_name;
  std::string kind;
  std::string name;
  auto operator<=>(const Selected&) const = default;
};
core::Expected<std::vector<Selected>> select_workloads(Connection& connection, const std::string& namespace_name,
                                                       const std::string& selector);

// "not found", with the nearest name of that kind there.
core::Error unknown_workload(Connection& connection, const WorkloadName& workload);

}  // namespace chandler::cli::kubectl
