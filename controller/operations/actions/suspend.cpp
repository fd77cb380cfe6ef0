#include <format>
#include <string>

#include <nlohmann/json.hpp>

#include "controller/operations/action.hpp"
#include "controller/operations/subject.hpp"

// suspend and resume: the switch of the workload's own CronJobs. The reconciler applies none, so that it stays as a
// person or an operation has set it.
namespace chandler::controller::operations {
namespace {

namespace kubernetes = platform::kubernetes;

// Another than that of the reconciler, whose next apply would take back what is not in it.
constexpr const char* field_manager = "chandler-operations";

core::Expected<Progress> set(const Work& work, bool suspended) {
  const auto subject = find_subject(work);
  if (!subject) return std::unexpected(subject.error());
  const std::string& target = work.operation.spec.target;
  const auto schedules = find_schedules(work, *subject, target);
  if (!schedules) return std::unexpected(schedules.error());
  if (schedules->empty()) {
    return refused(Reason::no_schedule,
                   std::format("{} has no CronJob of Chandler's{}{}", display(work.operation.spec),
                               target.empty() ? "" : " for a ", target),
                   "annotate it with chandler.dev/refresh-schedule or chandler.dev/probe-schedule");
  }
  std::string names;
  for (const auto& schedule : *schedules) {
    const auto& key = schedule.metadata.key;
    names += std::format("{}{}", names.empty() ? "" : ", ", key.name);
    if (schedule.suspended == suspended) continue;
    const auto patched = work.client.patch(
        {.group = "batch", .plural = "cronjobs", .namespace_name = key.namespace_name, .name = key.name},
        kubernetes::PatchType::merge,
        {{"metadata", {{"resourceVersion", schedule.metadata.resource_version}}}, {"spec", {{"suspend", suspended}}}},
        {.field_manager = field_manager});
    if (!patched) return std::unexpected(patched.error());
  }
  return Progress{.done = true, .message = std::format("{}: {}", suspended ? "suspended" : "resumed", names)};
}

}  // namespace

core::Expected<Progress> suspend(const Work& work) {
  return set(work, true);
}

core::Expected<Progress> resume(const Work& work) {
  return set(work, false);
}

}  // namespace chandler::controller::operations
