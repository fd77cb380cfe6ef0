#include "controller/operations/reason.hpp"

#include <utility>

namespace chandler::controller::operations {

std::string_view id_of(Reason reason) {
  switch (reason) {
    case Reason::none:
      return "";
    case Reason::workload_gone:
      return "WorkloadGone";
    case Reason::not_provisioned:
      return "NotProvisioned";
    case Reason::no_schedule:
      return "NoSchedule";
    case Reason::not_supported:
      return "NotSupported";
    case Reason::bad_annotation:
      return "BadAnnotation";
    case Reason::job_failed:
      return "JobFailed";
    case Reason::job_gone:
      return "JobGone";
    case Reason::name_taken:
      return "NameTaken";
    case Reason::pod_waits:
      return "PodWaits";
    case Reason::disruption_budget:
      return "DisruptionBudget";
    case Reason::not_ready:
      return "NotReady";
    case Reason::forbidden:
      return "Forbidden";
    case Reason::unreachable:
      return "Unreachable";
    case Reason::internal_error:
      return "InternalError";
    case Reason::rejected:
      return "Rejected";
  }
  std::unreachable();
}

std::unexpected<core::Error> refused(Reason reason, std::string message, std::string hint) {
  return std::unexpected(
      core::Error{.code = std::string(id_of(reason)), .message = std::move(message), .hint = std::move(hint)});
}

}  // namespace chandler::controller::operations
