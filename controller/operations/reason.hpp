#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace chandler::controller::operations {

// Why an operation failed or has to wait. A closed list: the ids are those of status.reason, of the log and of
// docs/operations.md.
enum class Reason : std::uint8_t {
  none,
  workload_gone,      // there is no such workload
  not_provisioned,    // it does not carry our label
  no_schedule,        // it has no CronJob for that
  not_supported,      // this release cannot do it
  bad_annotation,     // what its annotations say cannot be carried out
  job_failed,         // its Job did
  job_gone,           // its Job was deleted before its end was seen
  name_taken,         // the Job's name is somebody else's
  pod_waits,          // the Job's pod does not start
  disruption_budget,  // a PodDisruptionBudget holds a pod
  not_ready,          // pods wait to be ready
  forbidden,          // a right lacks
  unreachable,        // the API server, or what it needs, did not answer
  internal_error,     // a fault of ours, which the log tells
  rejected            // what was asked of the API server is not acceptable
};

std::string_view id_of(Reason reason);  // "WorkloadGone"; of none ""

// What another attempt would not change: its code is the reason's id.
std::unexpected<core::Error> refused(Reason reason, std::string message, std::string hint = {});

}  // namespace chandler::controller::operations
