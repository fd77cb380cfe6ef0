#include "controller/status/mounts.hpp"

#include <algorithm>
#include <array>
#include <format>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"
#include "platform/log/log.hpp"

namespace chandler::controller::status {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;
using nlohmann::json;

constexpr std::array<std::string_view, 4> told{"FailedMount", "FailedAttachVolume", "FailedMapVolume",
                                               "FailedCreatePodSandBox"};
constexpr std::size_t most_events = 50;

// Whoever wrote it: of series, of old ones, of new ones.
std::string time_of(const json& event) {
  std::string newest;
  for (const objects::Path path : {objects::Path{"series", "lastObservedTime"}, objects::Path{"lastTimestamp"},
                                   objects::Path{"eventTime"}, objects::Path{"metadata", "creationTimestamp"}}) {
    newest = std::max(newest, objects::text(event, path));
  }
  return newest;
}

}  // namespace

std::optional<MountFailure> ask_why_stuck(kubernetes::Client& client, const Pod& pod) {
  const auto& key = pod.metadata.key;
  std::optional<MountFailure> found;
  std::string newest;
  // The API of events.k8s.io takes no such selector.
  const auto listed = client.list(
      {.plural = "events", .namespace_name = key.namespace_name, .name = {}},
      {.selection = {.labels = {},
                     .fields = std::format("involvedObject.kind=Pod,involvedObject.name={},type=Warning", key.name)},
       .limit = most_events},
      [&](json&& event) {
        if (!std::ranges::contains(told, objects::text(event, {"reason"}))) return;
        std::string time = time_of(event);
        if (time < newest) return;
        newest = std::move(time);
        found = MountFailure{.pod = key.name, .message = objects::text(event, {"message"})};
      });
  if (!listed) platform::log::debug("events_not_read", core::describe(listed.error()), {{"pod", key.name}});
  return found;
}

}  // namespace chandler::controller::status
