#include "platform/kubernetes/objects/pod.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {
namespace {

using nlohmann::json;

void read_end(const json& terminated, Container& container) {
  container.exit_code = number(terminated, {"exitCode"});
  container.message = text(terminated, {"message"});
  container.started = parse_time(text(terminated, {"startedAt"}));
  container.finished = parse_time(text(terminated, {"finishedAt"}));
}

void read_state(const json& status, Container& container) {
  container.restarts = number(status, {"restartCount"}).value_or(0);
  if (const json* const last = find(status, {"lastState", "terminated"})) read_end(*last, container);
  if (const json* const waiting = find(status, {"state", "waiting"})) {
    container.state = Container::State::waiting;
    container.reason = text(*waiting, {"reason"});
    if (std::string message = text(*waiting, {"message"}); container.message.empty())
      container.message = std::move(message);
  } else if (const json* const running = find(status, {"state", "running"})) {
    container.state = Container::State::running;
    container.started = parse_time(text(*running, {"startedAt"}));
  } else if (const json* const terminated = find(status, {"state", "terminated"})) {
    container.state = Container::State::terminated;
    container.reason = text(*terminated, {"reason"});
    read_end(*terminated, container);
  }
}

void read_containers(const json& object, bool init, std::string_view prefix, std::vector<Container>& into) {
  const json& statuses = list(object, {"status", init ? "initContainerStatuses" : "containerStatuses"});
  for (const json& each : list(object, {"spec", init ? "initContainers" : "containers"})) {
    Container container{.name = text(each, {"name"}), .init = init};
    if (!container.name.starts_with(prefix)) continue;
    for (const json& status : statuses) {
      if (text(status, {"name"}) == container.name) read_state(status, container);
    }
    into.push_back(std::move(container));
  }
}

bool is_ready(const json& object) {
  for (const json& condition : list(object, {"status", "conditions"})) {
    if (text(condition, {"type"}) == "Ready") return text(condition, {"status"}) == "True";
  }
  return false;
}

}  // namespace

bool has_ended(const Pod& pod) {
  return pod.phase == "Succeeded" || pod.phase == "Failed";
}

std::optional<Pod> read_pod(const json& object, const PodFields& fields) {
  auto metadata = read_metadata(object);
  if (!metadata) return std::nullopt;
  Pod pod{.metadata = *std::move(metadata),
          .phase = text(object, {"status", "phase"}),
          .node = text(object, {"spec", "nodeName"}),
          .template_hash = text(object, {"metadata", "labels", "pod-template-hash"}),
          .started = parse_time(text(object, {"status", "startTime"})),
          .labelled = text(object, {"metadata", "labels", fields.label}) == "true",
          .ready = is_ready(object),
          .containers = {}};
  read_containers(object, true, fields.prefix, pod.containers);
  read_containers(object, false, fields.prefix, pod.containers);
  pod.containers.shrink_to_fit();
  return pod;
}

}  // namespace chandler::platform::kubernetes::objects
