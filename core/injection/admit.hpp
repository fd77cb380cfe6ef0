#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/injection/reason.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::injection {

enum class Operation : std::uint8_t { create, update };

// The parts of an AdmissionReview's request that decide. Borrows: everything must outlive the call.
struct AdmissionInput {
  Operation operation = Operation::create;
  std::string_view kind;            // request.kind.kind: "Pod", "Deployment", …
  std::string_view namespace_name;  // request.namespace; a pod's own metadata may lack it
  const nlohmann::json& object;
  const nlohmann::json* old_object = nullptr;  // null on CREATE
};

struct AdmissionResult {
  bool allowed = true;
  Reason reason = Reason::not_labelled;
  std::string patch;                           // an RFC 6902 array as JSON text, or empty: nothing to change
  std::vector<std::string> warnings;           // each one line of at most 240 bytes, for response.warnings
  int code = 200;                              // response.status.code when not allowed (422)
  std::string message;                         // response.status.message when not allowed; may hold several lines
  std::vector<annotations::Finding> findings;  // for events and status, in the order of the warnings
};

// Decides about one request: no I/O, no clock, no state; the same input gives the same bytes. Any JSON
// value is accepted, whatever its shape. Threads: may be called from any, at once.
AdmissionResult admit(const AdmissionInput& input, const Settings& settings);

}  // namespace chandler::core::injection
