#include "platform/kubernetes/objects/job.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {
namespace {

using nlohmann::json;

std::optional<Job::State> state_of(std::string_view condition) {
  if (condition == "Complete") return Job::State::complete;
  if (condition == "Failed") return Job::State::failed;
  if (condition == "Suspended") return Job::State::suspended;
  return std::nullopt;  // SuccessCriteriaMet, FailureTarget: its pods still end
}

}  // namespace

std::optional<Job> read_job(const json& object) {
  auto metadata = read_metadata(object);
  if (!metadata) return std::nullopt;
  Job job{.metadata = *std::move(metadata),
          .operation = text(object, {"metadata", "labels", "chandler.dev/operation"}),
          .component = text(object, {"metadata", "labels", "app.kubernetes.io/component"}),
          .manual = text(object, {"metadata", "annotations", "cronjob.kubernetes.io/instantiate"}) == "manual",
          .reason = {},
          .message = {},
          .active = number(object, {"status", "active"}).value_or(0),
          .succeeded = number(object, {"status", "succeeded"}).value_or(0),
          .failed = number(object, {"status", "failed"}).value_or(0),
          .started = parse_time(text(object, {"status", "startTime"})),
          .finished = parse_time(text(object, {"status", "completionTime"}))};
  for (const json& owner : list(object, {"metadata", "ownerReferences"})) {
    if (text(owner, {"kind"}) == "CronJob") job.cron_job = text(owner, {"name"});
  }
  for (const json& condition : list(object, {"status", "conditions"})) {
    const auto state = state_of(text(condition, {"type"}));
    if (!state || text(condition, {"status"}) != "True") continue;
    job.state = *state;
    if (*state != Job::State::failed) continue;
    job.reason = text(condition, {"reason"});
    job.message = text(condition, {"message"});
    job.finished = parse_time(text(condition, {"lastTransitionTime"}));
  }
  return job;
}

}  // namespace chandler::platform::kubernetes::objects
