#include "controller/status/assemble.hpp"

#include <algorithm>
#include <ranges>

#include "controller/status/data.hpp"
#include "controller/status/pods.hpp"
#include "controller/status/problems.hpp"
#include "controller/status/reported.hpp"
#include "controller/status/schedule.hpp"
#include "controller/status/schema.hpp"

namespace chandler::controller::status {
namespace {

Injection injection_of(const Asked& asked, const Pods& pods) {
  Injection injection{.pods = std::ssize(pods), .steps = asked.steps};
  for (const auto& pod : pods) {
    injection.injected += is_injected(*pod) ? 1 : 0;
    injection.missed += pod->missed ? 1 : 0;
  }
  return injection;
}

State state_of(const ProvisionStatus& status, const Pods& pods) {
  if (!status.problems.empty())
    return status.problems.front().severity == Severity::failing ? State::failing : State::warning;
  const bool starting = std::ranges::any_of(pods, [](const auto& pod) { return is_starting(*pod); });
  return starting ? State::starting : State::ready;
}

}  // namespace

ProvisionStatus assemble(const Situation& situation, const ProvisionStatus& before, Time now) {
  const Asked& asked = situation.asked;
  const Pods pods = newest_first(living(situation.pods));
  ProvisionStatus status{.message = {}, .problems = {}, .injection = injection_of(asked, pods), .pods = {}};
  for (const auto& pod : pods | std::views::take(most_pods)) status.pods.push_back(timeline_of(*pod));
  if (asked.refreshes || situation.refresh.cron_job)
    status.refresh = schedule_of(situation.refresh, before.refresh, now);
  if (asked.probes || situation.probe.cron_job) status.probe = schedule_of(situation.probe, before.probe, now);
  // Also of pods that have just ended: nobody else knows what they did.
  const auto reports = reports_in(situation.pods);
  const auto runs = reports_in(situation.refresh.pods);
  if (asked.migrates) status.schema = schema_of(reports, before.schema);
  if (asked.loads || asked.refreshes) {
    status.data = data_of({.pods = reports,
                           .runs = runs,
                           .before = before.data,
                           .loads = asked.loads,
                           .refreshes = asked.refreshes,
                           .refresh_failed = status.refresh && status.refresh->failures_in_a_row > 0},
                          now);
  }
  status.problems = problems_of(situation, status, before.problems, now);
  if (!status.problems.empty()) status.message = status.problems.front().message;
  status.state = state_of(status, pods);
  return status;
}

}  // namespace chandler::controller::status
