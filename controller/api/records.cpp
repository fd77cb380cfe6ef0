#include "controller/api/records.hpp"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::controller::api {
namespace {

namespace objects = platform::kubernetes::objects;
using nlohmann::json;
using nlohmann::ordered_json;
using objects::text;

std::string compact(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json schedule_overview(const json& status, std::string_view name) {
  ordered_json out{{"summary", text(status, {name, "summary"})}};
  if (auto next = text(status, {name, "nextRun"}); !next.empty()) out["nextRun"] = std::move(next);
  if (objects::flag(status, {name, "suspended"}) == true) out["suspended"] = true;
  return out;
}

std::string overview_of(const objects::Provision& provision, const std::string& state, const json& status) {
  ordered_json out{{"namespace", provision.metadata.key.namespace_name},
                   {"kind", provision.kind},
                   {"name", provision.name},
                   {"state", state},
                   {"message", text(status, {"message"})},
                   {"problems", objects::list(status, {"problems"}).size()},
                   {"injected", text(status, {"injection", "summary"})},
                   {"schema", text(status, {"schema", "version"})},
                   {"data", text(status, {"data", "summary"})},
                   {"queue", text(status, {"queue", "summary"})}};
  for (const char* schedule : {"refresh", "probe"}) {
    if (objects::find(status, {schedule}) != nullptr) out[schedule] = schedule_overview(status, schedule);
  }
  return compact(out);
}

void tell(ordered_json& out, const char* name, const std::string& value) {
  if (!value.empty()) out[name] = value;
}

void tell(ordered_json& out, const char* name, const std::optional<objects::Microtime>& time) {
  if (time) out[name] = objects::to_time(*time);
}

}  // namespace

ProvisionRecord record_of(std::shared_ptr<const objects::Provision> object) {
  const json status = json::parse(object->status, nullptr, false);
  std::string state = text(status, {"state"});
  if (state.empty()) state = "Unknown";
  std::string overview = overview_of(*object, state, status);
  return {.object = std::move(object), .state = std::move(state), .overview = std::move(overview)};
}

std::string text_of(const objects::Operation& operation) {
  ordered_json out{{"namespace", operation.metadata.key.namespace_name},
                   {"name", operation.metadata.key.name},
                   {"workload", {{"kind", operation.spec.kind}, {"name", operation.spec.workload}}},
                   {"action", objects::name_of(operation.spec.action)}};
  tell(out, "target", operation.spec.target);
  tell(out, "requestedBy", operation.spec.requested_by);
  tell(out, "createdAt", operation.metadata.created);
  out["phase"] = objects::name_of(operation.status.phase);
  out["attempts"] = operation.status.attempts;
  tell(out, "message", operation.status.message);
  tell(out, "reason", operation.status.reason);
  tell(out, "worker", operation.status.worker);
  tell(out, "startedAt", operation.status.started);
  tell(out, "nextAttemptAt", operation.status.next_attempt);
  tell(out, "finishedAt", operation.status.finished);
  tell(out, "job", operation.status.job);
  return compact(out);
}

}  // namespace chandler::controller::api
