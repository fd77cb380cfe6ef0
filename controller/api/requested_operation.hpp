#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "controller/api/problem.hpp"

namespace chandler::controller::api {

// What the body of POST /api/v1/operations asks for.
struct RequestedOperation {
  std::string namespace_name;
  std::string kind;  // "Deployment"
  std::string workload;
  std::string action;
  std::string target = {};                                 // of suspend and resume; empty: both
  std::optional<std::int64_t> ttl_seconds = std::nullopt;  // when it has ended
};

// Checks all that can be known without the cluster; the problem names the member, what was seen and what fits.
Result<RequestedOperation> read_requested_operation(std::string_view body);

// What `Idempotency-Key` has to be: 8 to 128 printable characters. Empty is none.
Result<void> check_idempotency_key(std::string_view key);

// The object to create, of `requested_by`. With a key its name is a function of key, person and content: the same
// request again meets the object that the first one made.
nlohmann::json operation_object(const RequestedOperation& operation, const std::string& requested_by,
                                std::string_view idempotency_key);

}  // namespace chandler::controller::api
