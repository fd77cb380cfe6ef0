#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/workload_name.hpp"
#include "core/error.hpp"

namespace chandler::cli::kubectl {

// A workload as it is in the cluster, of any kind that the webhook looks at.
struct LiveWorkload {
  Connection connection;
  WorkloadName name;
  nlohmann::json object;
};

core::Expected<LiveWorkload> get_workload(const std::string& name, const ConnectionFlags& flags,
                                          const Process& process);

}  // namespace chandler::cli::kubectl
