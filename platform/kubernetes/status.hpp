#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

// What the API server says when it does not do something: meta/v1 Status.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
namespace chandler::platform::kubernetes {

struct Status {
  int code = 0;  // HTTP's
  std::string message;
  std::string reason;  // "Conflict", "AlreadyExists", "Expired", or empty
  std::string cause;   // the first cause's reason: "FieldManagerConflict", "DisruptionBudget", or empty
};

// `code` where the text holds none. A text that is no Status gives the message "HTTP status 502".
Status parse_status(std::string_view text, int code);
Status read_status(const nlohmann::json& object, int code);

// This client's code for it, one of `kubernetes::code`.
std::string_view code_of(const Status& status);

// What a person may do about it, or empty.
std::string_view hint_of(int status);

// Retry-After, in seconds (RFC 9110, 10.2.3; the API server sends no dates).
std::optional<std::chrono::seconds> read_retry_after(std::string_view header);

}  // namespace chandler::platform::kubernetes
