#include "platform/kubernetes/objects/operation.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {
namespace {

using nlohmann::json;
using Action = Operation::Action;
using Phase = Operation::Phase;

constexpr const char* group = "chandler.dev";
constexpr const char* version = "v1alpha1";

constexpr std::array<std::pair<Action, std::string_view>, 7> actions{{{Action::refresh, "refresh"},
                                                                      {Action::probe, "probe"},
                                                                      {Action::migrate_status, "migrate-status"},
                                                                      {Action::restart, "restart"},
                                                                      {Action::suspend, "suspend"},
                                                                      {Action::resume, "resume"},
                                                                      {Action::retry_tasks, "retry-tasks"}}};
constexpr std::array<std::pair<Phase, std::string_view>, 4> phases{{{Phase::pending, "Pending"},
                                                                    {Phase::running, "Running"},
                                                                    {Phase::succeeded, "Succeeded"},
                                                                    {Phase::failed, "Failed"}}};

template <typename Value, std::size_t size>
Value value_named(const std::array<std::pair<Value, std::string_view>, size>& names, std::string_view name,
                  Value otherwise) {
  const auto found = std::ranges::find(names, name, &std::pair<Value, std::string_view>::second);
  return found == names.end() ? otherwise : found->first;
}

template <typename Value, std::size_t size>
std::string_view name_in(const std::array<std::pair<Value, std::string_view>, size>& names, Value value) {
  const auto found = std::ranges::find(names, value, &std::pair<Value, std::string_view>::first);
  return found == names.end() ? "unknown" : found->second;
}

Operation::Spec read_spec(const json& object) {
  Operation::Spec spec{.kind = text(object, {"spec", "workload", "kind"}),
                       .workload = text(object, {"spec", "workload", "name"}),
                       .action = value_named(actions, text(object, {"spec", "action"}), Action::unknown),
                       .target = text(object, {"spec", "target"}),
                       .requested_by = text(object, {"spec", "requestedBy"})};
  if (const auto ttl = number(object, {"spec", "ttlSecondsAfterFinished"})) spec.ttl = std::chrono::seconds(*ttl);
  return spec;
}

Operation::Status read_status(const json& object) {
  const auto time = [&](std::string_view member) { return parse_time(text(object, {"status", member})); };
  return {.phase = value_named(phases, text(object, {"status", "phase"}), Phase::pending),
          .attempts = number(object, {"status", "attempts"}).value_or(0),
          .message = text(object, {"status", "message"}),
          .reason = text(object, {"status", "reason"}),
          .worker = text(object, {"status", "worker"}),
          .job = text(object, {"status", "job"}),
          .claimed = time("claimedAt"),
          .renewed = time("renewedAt"),
          .next_attempt = time("nextAttemptAt"),
          .started = time("startedAt"),
          .finished = time("finishedAt")};
}

void put_text(json& into, const char* member, const std::string& text) {
  if (!text.empty()) into[member] = text;
}

void put_time(json& into, const char* member, const std::optional<Microtime>& time) {
  if (time) into[member] = to_microtime(*time);
}

}  // namespace

std::string_view name_of(Action action) {
  return name_in(actions, action);
}

std::string_view name_of(Phase phase) {
  return name_in(phases, phase);
}

std::optional<Operation> read_operation(const json& object) {
  auto metadata = read_metadata(object);
  if (!metadata) return std::nullopt;
  return Operation{.metadata = *std::move(metadata), .spec = read_spec(object), .status = read_status(object)};
}

json status_of(const Operation& operation) {
  const Operation::Status& from = operation.status;
  json status{{"phase", name_of(from.phase)}, {"attempts", from.attempts}};
  put_text(status, "message", from.message);
  put_text(status, "reason", from.reason);
  put_text(status, "worker", from.worker);
  put_text(status, "job", from.job);
  put_time(status, "claimedAt", from.claimed);
  put_time(status, "renewedAt", from.renewed);
  put_time(status, "nextAttemptAt", from.next_attempt);
  put_time(status, "startedAt", from.started);
  put_time(status, "finishedAt", from.finished);
  const Metadata& metadata = operation.metadata;
  return {{"apiVersion", std::string(group) + "/" + version},
          {"kind", "Operation"},
          {"metadata",
           {{"namespace", metadata.key.namespace_name},
            {"name", metadata.key.name},
            {"uid", metadata.uid},
            {"resourceVersion", metadata.resource_version}}},
          {"status", std::move(status)}};
}

Resource operation(std::string_view namespace_name, std::string_view name) {
  return {.group = group,
          .version = version,
          .plural = "operations",
          .namespace_name = std::string(namespace_name),
          .name = std::string(name)};
}

}  // namespace chandler::platform::kubernetes::objects
