#include "platform/kubernetes/objects/schedule.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {

using nlohmann::json;

std::optional<Schedule> read_schedule(const json& object) {
  auto metadata = read_metadata(object);
  const json* const job_template = find(object, {"spec", "jobTemplate"});
  if (!metadata || job_template == nullptr) return std::nullopt;
  return Schedule{.metadata = *std::move(metadata),
                  .component = text(object, {"metadata", "labels", "app.kubernetes.io/component"}),
                  .suspended = flag(object, {"spec", "suspend"}).value_or(false),
                  .job_template = job_template->dump(-1, ' ', false, json::error_handler_t::replace)};
}

}  // namespace chandler::platform::kubernetes::objects
