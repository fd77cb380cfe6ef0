#include "controller/status/pods.hpp"

#include <algorithm>
#include <format>

#include "controller/status/reported.hpp"
#include "core/injection/names.hpp"
#include "core/text/counted.hpp"

namespace chandler::controller::status {
namespace {

using platform::kubernetes::objects::has_ended;

constexpr std::chrono::seconds patience{60};

// In a few words what the container did.
std::string account_of(const Container& container) {
  if (std::string failure = failure_of(container); !failure.empty()) return failure;
  if (container.state == Container::State::waiting) return container.message;
  const auto report = core::read_report(container.message);
  if (!report || report->outcome != core::Outcome::done) return {};
  if (report->tool == "migrate") {
    const auto applied = static_cast<std::size_t>(report->applied.value_or(0));
    return applied == 0
               ? std::format("nothing pending at version {}", report->to)
               : std::format("applied {}, now at version {}", core::text::counted(applied, "migration"), report->to);
  }
  if (report->tool != "load") return {};
  const auto rows = static_cast<std::size_t>(report->rows.value_or(0));
  return rows == 0 ? "all data sets were there" : std::format("loaded {}", core::text::counted(rows, "row"));
}

Step step_of(const Container& container) {
  const bool ended = container.state == Container::State::terminated;
  return {.name = container.name,
          .state = container.state,
          .started = container.state == Container::State::waiting ? std::nullopt : container.started,
          .finished = ended ? container.finished : std::nullopt,
          .exit_code = container.exit_code,
          .restarts = container.restarts,
          .reason = container.reason,
          .message = account_of(container)};
}

}  // namespace

bool is_injected(const Pod& pod) {
  return !pod.containers.empty();
}

Pods living(const Pods& pods) {
  Pods all = pods;
  std::erase_if(all, [](const auto& pod) { return pod->metadata.being_deleted || has_ended(*pod); });
  return all;
}

Pods newest_first(Pods pods) {
  std::ranges::sort(pods, [](const auto& a, const auto& b) {
    if (a->metadata.created != b->metadata.created) return a->metadata.created > b->metadata.created;
    return a->metadata.key < b->metadata.key;
  });
  return pods;
}

PodStatus timeline_of(const Pod& pod) {
  PodStatus status{.name = pod.metadata.key.name,
                   .phase = pod.phase,
                   .node = pod.node,
                   .started = pod.started,
                   .injected = is_injected(pod),
                   .steps = {}};
  for (const Container& container : pod.containers) status.steps.push_back(step_of(container));
  return status;
}

bool is_starting(const Pod& pod) {
  return std::ranges::any_of(pod.containers, [](const Container& container) {
    const bool step = container.init && container.name != core::injection::executor_container;
    return step && (container.state != Container::State::terminated || container.exit_code != 0);
  });
}

bool is_stuck(const Pod& pod, Time now) {
  if (pod.phase != "Pending" || pod.node.empty() || !pod.metadata.created) return false;
  if (now - *pod.metadata.created < patience) return false;
  return std::ranges::all_of(pod.containers, [](const Container& container) {
    const bool waits = container.state == Container::State::waiting || container.state == Container::State::unknown;
    const bool silent =
        container.reason.empty() || container.reason == "PodInitializing" || container.reason == "ContainerCreating";
    return waits && silent && container.restarts == 0;
  });
}

}  // namespace chandler::controller::status
