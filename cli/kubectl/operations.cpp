#include "cli/kubectl/operations.hpp"

#include <algorithm>
#include <format>
#include <optional>

#include <nlohmann/json.hpp>

#include "cli/kubectl/provisions.hpp"
#include "platform/kubernetes/objects/field.hpp"
#include "platform/kubernetes/watch_event.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::cli::kubectl {
namespace {

using core::Expected;
using nlohmann::json;
using Clock = std::chrono::steady_clock;
namespace kubernetes = platform::kubernetes;
namespace objects = platform::kubernetes::objects;

constexpr std::string_view resource = "operations.chandler.dev";

// The API server puts five characters behind it, and cuts what is longer.
constexpr std::size_t longest_prefix = 58;

core::Error unwatchable(core::Error error, const std::string& namespace_name) {
  return with_remedy(std::move(error), "create,get,list,watch", resource, namespace_name);
}

std::unexpected<core::Error> too_late(const Operation& operation) {
  const bool taken = operation.status.phase != Operation::Phase::pending;
  return std::unexpected(core::Error{
      .outcome = core::Outcome::could_not,
      .code = "kubectl.timeout",
      .message = std::format("the operation has not ended in time; it is {}", name_of(operation.status.phase)),
      .where = operation.metadata.key.name,
      .hint = taken ? "it goes on: kubectl get operations -w"
                    : "nobody has taken it up: is Chandler's controller running? kubectl chandler check"});
}

// Until the watch ends, the operation has, or is gone.
Expected<void> watch_until_end(Connection& connection, std::optional<Operation>& seen, Clock::time_point deadline,
                               bool& gone, const std::function<void(const Operation&)>& changed) {
  using Type = kubernetes::WatchEvent::Type;
  const objects::ObjectKey key = seen->metadata.key;
  const auto left = std::chrono::ceil<std::chrono::seconds>(deadline - Clock::now());
  return connection.client.watch(objects::operation(key.namespace_name, ""),
                                 {.selection = {.fields = "metadata.name=" + key.name},
                                  .resource_version = seen->metadata.resource_version,
                                  .duration = std::clamp(left, std::chrono::seconds(1), std::chrono::seconds(300))},
                                 [&](kubernetes::WatchEvent&& event) {
                                   gone = event.type == Type::deleted;
                                   if (event.type == Type::bookmark) return true;
                                   auto now = objects::read_operation(event.object);
                                   if (!now) return true;
                                   seen = *std::move(now);
                                   changed(*seen);
                                   return !gone && !seen->status.ended();
                                 });
}

}  // namespace

json to_json(const OperationRequest& request, std::string_view namespace_name) {
  const std::string suffix = std::format("-{}-", request.action);
  std::string prefix = request.workload.name.substr(0, longest_prefix - suffix.size());
  // What is cut must not end in a dot: a name's parts between dots end in a letter or a digit.
  while (prefix.ends_with('.') || prefix.ends_with('-')) prefix.pop_back();
  json spec{{"workload", {{"kind", request.workload.kind->kind}, {"name", request.workload.name}}},
            {"action", request.action}};
  if (!request.target.empty()) spec["target"] = request.target;
  return {{"apiVersion", "chandler.dev/v1alpha1"},
          {"kind", "Operation"},
          {"metadata", {{"generateName", prefix + suffix}, {"namespace", namespace_name}}},
          {"spec", std::move(spec)}};
}

Expected<json> request_operation(Connection& connection, const OperationRequest& request) {
  const std::string& place = connection.namespace_name;
  // Whoever may not read workloads may still ask: the operation itself says what it found.
  if (const auto found = connection.client.get(request.workload.in(place));
      !found && found.error().code == kubernetes::code::not_found) {
    return std::unexpected(unknown_workload(connection, request.workload));
  }
  auto created =
      connection.client.create(objects::operation(place, ""), to_json(request, place), {.strict_fields = true});
  if (created) return created;
  core::Error error = created.error();
  if (error.code == kubernetes::code::not_found) {
    error.hint = std::format("is there a namespace {}, and is Chandler installed? kubectl chandler check", place);
  }
  return std::unexpected(with_remedy(std::move(error), "create,get,list,watch", resource, place));
}

Expected<Operation> await_operation(Connection& connection, const json& created, Clock::time_point deadline,
                                    const std::function<void(const Operation&)>& changed) {
  std::optional<Operation> seen = objects::read_operation(created);
  if (!seen) {
    return std::unexpected(core::Error{.code = "kubectl.answer", .message = "the API server's answer is no Operation"});
  }
  const objects::ObjectKey key = seen->metadata.key;
  bool gone = false;
  while (!seen->status.ended()) {
    if (gone) {
      return std::unexpected(core::Error{
          .code = "kubectl.deleted", .message = "the operation was deleted before it ended", .where = key.name});
    }
    if (Clock::now() >= deadline) return too_late(*seen);
    const auto watched = watch_until_end(connection, seen, deadline, gone, changed);
    if (watched) continue;
    if (watched.error().code != kubernetes::code::expired) {
      return std::unexpected(unwatchable(watched.error(), key.namespace_name));
    }
    const auto object = connection.client.get(objects::operation(key.namespace_name, key.name));
    if (!object) return std::unexpected(unwatchable(object.error(), key.namespace_name));
    if (auto now = objects::read_operation(*object)) seen = *std::move(now);
  }
  return *std::move(seen);
}

}  // namespace chandler::cli::kubectl
