#include "controller/operations/reason.hpp"

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
    case Reason::no_migrations:
      return "NoMigrations";
    case Reason::not_supported:
      return "NotSupported";
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
    case Reason::rejected:
      return "Rejected";
  }
  return "";
}

}  // namespace chandler::controller::operations
