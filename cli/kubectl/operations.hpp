#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/workload_name.hpp"
#include "core/error.hpp"
#include "platform/kubernetes/objects/operation.hpp"

namespace chandler::cli::kubectl {

// What a person asks for.
struct OperationRequest {
  WorkloadName workload;
  std::string action;  // as the kind has it: "refresh", "migrate-status"
  std::string target;  // of suspend and resume: "refresh", "probe", or empty
};

// To create; the API server makes the name. Pure.
nlohmann::json to_json(const OperationRequest& request, std::string_view namespace_name);

// Creates it. A workload that is not there is told with the nearest name.
core::Expected<nlohmann::json> request_operation(Connection& connection, const OperationRequest& request);

using platform::kubernetes::objects::Operation;

// Follows it to its end, and tells of each change. Fails at the deadline, which leaves the operation as it is, and
// when it is deleted meanwhile.
core::Expected<Operation> await_operation(Connection& connection, const nlohmann::json& created,
                                          std::chrono::steady_clock::time_point deadline,
                                          const std::function<void(const Operation&)>& changed);

}  // namespace chandler::cli::kubectl
