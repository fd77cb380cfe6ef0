#include "controller/api/records.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::controller::api {
namespace {

namespace objects = platform::kubernetes::objects;
using nlohmann::json;
using nlohmann::ordered_json;
using objects::text;

template <typename Json>
std::string compact(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string or_else(std::string value, const char* otherwise) {
  return value.empty() ? otherwise : std::move(value);
}

ordered_json schedule_overview(const json& status, std::string_view name) {
  ordered_json out{{"summary", text(status, {name, "summary"})}};
  if (auto next = text(status, {name, "nextRun"}); !next.empty()) out["nextRun"] = std::move(next);
  if (objects::flag(status, {name, "suspended"}) == true) out["suspended"] = true;
  return out;
}

std::string overview_of(const ProvisionRecord& record, const json& status) {
  ordered_json out{{"namespace", record.metadata.key.namespace_name},
                   {"kind", record.kind},
                   {"name", record.name},
                   {"createdAt", record.created},
                   {"state", record.state},
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

// In the order in which they are told.
std::string operation_text(const OperationRecord& record, const json& object) {
  ordered_json out{{"namespace", record.metadata.key.namespace_name},
                   {"name", record.metadata.key.name},
                   {"workload", {{"kind", record.kind}, {"name", record.workload}}},
                   {"action", text(object, {"spec", "action"})}};
  const auto tell = [&](const char* part, const char* field) {
    if (const json* const found = objects::find(object, {part, field})) out[field] = *found;
  };
  tell("spec", "target");
  tell("spec", "requestedBy");
  out["createdAt"] = record.created;
  out["phase"] = record.phase;
  for (const char* field :
       {"attempts", "message", "reason", "worker", "startedAt", "nextAttemptAt", "finishedAt", "job"}) {
    tell("status", field);
  }
  return compact(out);
}

}  // namespace

std::optional<ProvisionRecord> read_provision_record(const json& object) {
  auto metadata = objects::read_metadata(object);
  if (!metadata) return std::nullopt;
  const json* const status = objects::find(object, {"status"});
  static const json nothing = json::object();
  const json& told = status != nullptr && status->is_object() ? *status : nothing;
  ProvisionRecord record{.metadata = *std::move(metadata),
                         .created = text(object, {"metadata", "creationTimestamp"}),
                         .kind = text(object, {"spec", "workload", "kind"}),
                         .name = text(object, {"spec", "workload", "name"}),
                         .state = or_else(text(told, {"state"}), "Unknown"),
                         .overview = {},
                         .status = compact(told)};
  if (record.kind.empty() || record.name.empty()) return std::nullopt;
  record.overview = overview_of(record, told);
  return record;
}

std::optional<OperationRecord> read_operation_record(const json& object) {
  auto metadata = objects::read_metadata(object);
  if (!metadata) return std::nullopt;
  OperationRecord record{.metadata = *std::move(metadata),
                         .created = text(object, {"metadata", "creationTimestamp"}),
                         .kind = text(object, {"spec", "workload", "kind"}),
                         .workload = text(object, {"spec", "workload", "name"}),
                         .phase = or_else(text(object, {"status", "phase"}), "Pending"),
                         .text = {}};
  if (record.kind.empty() || record.workload.empty()) return std::nullopt;
  record.text = operation_text(record, object);
  return record;
}

}  // namespace chandler::controller::api
