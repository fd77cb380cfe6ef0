#include "controller/status/pod_problem.hpp"

#include <algorithm>
#include <format>

#include "controller/status/reason.hpp"
#include "controller/status/reported.hpp"
#include "core/injection/names.hpp"

namespace chandler::controller::status {
namespace {

namespace injection = core::injection;

// Up to which what trying again may help with is no more than a warning: as the alert has it.
constexpr std::int64_t patient_restarts = 3;

// The kubelet says one after the other, by turns.
std::string_view settled(std::string_view reason) {
  return reason == "ErrImagePull" ? "ImagePullBackOff" : reason;
}

// The first container of ours that waits can wait for others, too, whatever else it does.
const Reason& reason_of(const Container& container, const std::optional<core::ReadReport>& report) {
  const std::string_view code = report && report->error ? std::string_view(report->error->code) : std::string_view();
  if (code == "wait.timeout") return reason::wait_timed_out;
  if (code.starts_with("wait.") || container.name == injection::wait_container) return reason::wait_failed;
  if (container.name == injection::migrate_container) return reason::migration_failed;
  return container.name == injection::load_container ? reason::load_failed : reason::install_failed;
}

Problem failed(const Pod& pod, const Container& container) {
  const auto report = core::read_report(container.message);
  const bool may_help = report && report->outcome == core::Outcome::could_not;
  return {.reason = std::string(reason_of(container, report).name),
          .severity = may_help && container.restarts <= patient_restarts ? Severity::warning : Severity::failing,
          .object = std::format("pod/{}", pod.metadata.key.name),
          .message = failure_of(container),
          .since = {}};
}

// That it ended before, and runs again, stands in nobody's way.
bool keeps_ending(const Container& container) {
  return container.state == Container::State::waiting && container.reason == "CrashLoopBackOff";
}

Problem executor_failed(const Pod& pod, const Container& container) {
  const std::string failure = failure_of(container);
  return {.reason = std::string(reason::executor_failed.name),
          .severity = Severity::failing,
          .object = std::format("pod/{}", pod.metadata.key.name),
          .message = failure.empty() ? std::format("{} ended by itself", container.name) : failure,
          .since = {}};
}

Problem not_started(const Pod& pod, const Container& container) {
  return {.reason = std::string(settled(container.reason)),
          .severity = Severity::failing,
          .object = std::format("pod/{}", pod.metadata.key.name),
          .message = std::format("{} cannot start: {}", container.name,
                                 container.message.empty() ? container.reason : container.message),
          .since = {}};
}

}  // namespace

std::optional<Problem> problem_of(const Pod& pod) {
  for (const Container& container : pod.containers) {
    const bool waiting = container.state == Container::State::waiting;
    if (waiting && std::ranges::contains(container_reasons, container.reason)) return not_started(pod, container);
    if (container.name == injection::executor_container) {
      if (keeps_ending(container)) return executor_failed(pod, container);
      continue;
    }
    if (container.init && container.exit_code.value_or(0) != 0) return failed(pod, container);
  }
  return std::nullopt;
}

}  // namespace chandler::controller::status
