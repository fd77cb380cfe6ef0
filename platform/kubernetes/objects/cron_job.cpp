#include "platform/kubernetes/objects/cron_job.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {
namespace {

using nlohmann::json;

std::string compact(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
std::string applied_by(const json& object, std::string_view manager) {
  for (const json& entry : list(object, {"metadata", "managedFields"})) {
    if (text(entry, {"manager"}) != manager || text(entry, {"operation"}) != "Apply") continue;
    if (!text(entry, {"subresource"}).empty()) continue;
    if (const json* const fields = find(entry, {"fieldsV1"})) return compact(*fields);
  }
  return {};
}

json definition_of(const json& object) {
  json definition{{"metadata", json::object()}};
  for (const char* member : {"labels", "ownerReferences"}) {
    if (const json* const found = find(object, {"metadata", member})) definition["metadata"][member] = *found;
  }
  if (const json* const spec = find(object, {"spec"})) definition["spec"] = *spec;
  return definition;
}

}  // namespace

std::optional<CronJob> read_cron_job(const json& object, std::string_view manager) {
  auto metadata = read_metadata(object);
  if (!metadata) return std::nullopt;
  CronJob cron_job{.metadata = *std::move(metadata),
                   .managed = text(object, {"metadata", "labels", "app.kubernetes.io/managed-by"}) == manager,
                   .definition = {},
                   .applied = applied_by(object, manager)};
  if (!cron_job.managed && cron_job.applied.empty()) return cron_job;
  cron_job.definition = compact(definition_of(object));
  cron_job.last_schedule = parse_time(text(object, {"status", "lastScheduleTime"}));
  cron_job.last_success = parse_time(text(object, {"status", "lastSuccessfulTime"}));
  return cron_job;
}

}  // namespace chandler::platform::kubernetes::objects
