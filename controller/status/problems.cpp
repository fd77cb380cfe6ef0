#include "controller/status/problems.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "controller/events/event.hpp"
#include "controller/status/data.hpp"
#include "controller/status/pod_problem.hpp"
#include "controller/status/pods.hpp"
#include "controller/status/reason.hpp"
#include "controller/status/remedy.hpp"
#include "controller/status/schedule.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::controller::status {
namespace {

using core::annotations::Finding;

// More in a row than this is no accident: as the alert has it.
constexpr std::int64_t patient_failures = 3;

class Problems {
 public:
  // Of those of one reason the first stays.
  void add(Problem problem) {
    if (!std::ranges::contains(all_, problem.reason, &Problem::reason)) all_.push_back(std::move(problem));
  }
  void add(const Reason& reason, Severity severity, std::string object, std::string message) {
    add({.reason = std::string(reason.name),
         .severity = severity,
         .object = std::move(object),
         .message = std::move(message),
         .since = {}});
  }
  std::vector<Problem> take() { return std::move(all_); }

 private:
  std::vector<Problem> all_;
};

void add_pods(const Situation& situation, Problems& problems) {
  for (const auto& pod : newest_first(living(situation.pods))) {
    if (auto problem = problem_of(*pod)) problems.add(*std::move(problem));
  }
  for (const MountFailure& each : situation.mount_failures) {
    problems.add(reason::failed_mount, Severity::failing, std::format("pod/{}", each.pod), each.message);
  }
}

void add_annotations(const Asked& asked, Problems& problems) {
  for (const Finding& finding : asked.findings) {
    if (finding.problem == core::annotations::Problem::template_wins) continue;  // that is StaleCopy
    const bool refused = finding.severity == core::annotations::Severity::refuse;
    problems.add({.reason = events::reason_of(core::annotations::id_of(finding.problem)),
                  .severity = refused ? Severity::failing : Severity::warning,
                  .object = finding.key,
                  .message = finding.message,
                  .since = {}});
  }
}

void add_runs(const char* what, const Reason& reason, const std::optional<Schedule>& schedule, Problems& problems) {
  if (!schedule || schedule->failures_in_a_row == 0) return;
  const Run* const last = last_ended(*schedule);
  const std::int64_t failures = schedule->failures_in_a_row;
  std::string runs = failures == 1 ? std::format("the last {} failed", what)
                                   : std::format("the last {} runs of the {} failed", failures, what);
  if (last != nullptr && !last->message.empty()) runs += std::format(": {}", last->message);
  problems.add(reason, failures > patient_failures ? Severity::failing : Severity::warning,
               last == nullptr ? std::string() : std::format("job/{}", last->job), std::move(runs));
}

// Its Job fails, too, so that it is seen; that it found something says more than that it failed.
void add_probe(const std::optional<Schedule>& schedule, Problems& problems) {
  const Run* const last = schedule ? last_ended(*schedule) : nullptr;
  if (last == nullptr || last->outcome != core::name_of(core::Outcome::problem))
    return add_runs("probe", reason::probe_failing, schedule, problems);
  problems.add(reason::probe_found_problem, Severity::failing, std::format("job/{}", last->job), last->message);
}

void add_data(const std::optional<Data>& data, Time now, Problems& problems) {
  if (!data) return;
  std::string text;
  for (const DataSet* set : stale(*data, now)) {
    if (!text.empty()) text += "; ";
    text += std::format("{} was promised fresh until {} and was brought last at {}", set->name,
                        platform::kubernetes::objects::to_time(*set->fresh_until),
                        platform::kubernetes::objects::to_time(set->loaded.value_or(*set->fresh_until)));
  }
  if (!text.empty()) problems.add(reason::data_stale, Severity::warning, {}, std::move(text));
}

void add_injection(const Situation& situation, const Injection& injection, Problems& problems) {
  if (injection.missed > 0) {
    problems.add(reason::injection_missed, Severity::warning, {},
                 std::format("{} of {} pods carry the label and were made while the webhook was not asked, so that "
                             "nothing was done for them; {}",
                             injection.missed, injection.pods, remedy_of_missed(situation)));
  }
  if (!situation.asked.stale_copies.empty()) {
    problems.add(reason::stale_copy, Severity::warning, {},
                 describe_stale_copies(situation.key, situation.asked.stale_copies));
  }
}

}  // namespace

std::vector<Problem> problems_of(const Situation& situation, const ProvisionStatus& status,
                                 const std::vector<Problem>& before, Time now) {
  Problems found;
  add_pods(situation, found);
  add_annotations(situation.asked, found);
  add_probe(status.probe, found);
  add_runs("refresh", reason::refresh_failing, status.refresh, found);
  add_data(status.data, now, found);
  add_injection(situation, status.injection, found);
  std::vector<Problem> all = found.take();
  for (Problem& each : all) {
    const auto known = std::ranges::find(before, each.reason, &Problem::reason);
    each.since = known != before.end() && known->since ? known->since : std::chrono::floor<std::chrono::seconds>(now);
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, &Problem::severity);
  return all;
}

}  // namespace chandler::controller::status
