#pragma once

#include <array>
#include <string_view>

namespace chandler::controller::status {

// What can stand in a workload's way, beside what is wrong with its annotations (core::annotations::Problem) and what
// the kubelet says of a container ("ImagePullBackOff", …). The same word in status and Event.
struct Reason {
  std::string_view name;
  std::string_view over = {};  // the Event that says that it is over; empty: nobody waits for that
};

namespace reason {
inline constexpr Reason install_failed{.name = "InstallFailed"};
inline constexpr Reason wait_failed{.name = "WaitFailed", .over = "WaitEnded"};
inline constexpr Reason wait_timed_out{.name = "WaitTimedOut", .over = "WaitEnded"};
inline constexpr Reason migration_failed{.name = "MigrationFailed", .over = "MigrationRecovered"};
inline constexpr Reason load_failed{.name = "LoadFailed", .over = "LoadRecovered"};
inline constexpr Reason executor_failed{.name = "ExecutorFailed", .over = "ExecutorRecovered"};
inline constexpr Reason failed_mount{.name = "FailedMount", .over = "Mounted"};
inline constexpr Reason refresh_failing{.name = "RefreshFailing", .over = "RefreshRecovered"};
inline constexpr Reason probe_failing{.name = "ProbeFailing", .over = "ProbeRecovered"};
inline constexpr Reason probe_found_problem{.name = "ProbeFoundProblem", .over = "ProbeFoundNothing"};
inline constexpr Reason data_stale{.name = "DataStale", .over = "DataFresh"};
inline constexpr Reason injection_missed{.name = "InjectionMissed", .over = "AllInjected"};
inline constexpr Reason stale_copy{.name = "StaleCopy"};
}  // namespace reason

inline constexpr std::array reasons{reason::install_failed,      reason::wait_failed,     reason::wait_timed_out,
                                    reason::migration_failed,    reason::load_failed,     reason::executor_failed,
                                    reason::failed_mount,        reason::refresh_failing, reason::probe_failing,
                                    reason::probe_found_problem, reason::data_stale,      reason::injection_missed,
                                    reason::stale_copy};

// Of the kubelet, when it cannot start a container, and what stays so until somebody does something.
inline constexpr std::array<std::string_view, 9> container_reasons{
    "CreateContainerConfigError", "CreateContainerError", "ErrImageNeverPull", "ErrImagePull",
    "ImageInspectError",          "ImagePullBackOff",     "InvalidImageName",  "RegistryUnavailable",
    "RunContainerError"};

}  // namespace chandler::controller::status
