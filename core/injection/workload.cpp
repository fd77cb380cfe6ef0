#include "core/injection/workload.hpp"

#include <nlohmann/json.hpp>

#include "core/injection/document.hpp"

namespace chandler::core::injection {

using nlohmann::json;

KindOfObject classify(std::string_view kind) {
  if (kind == "Pod") return KindOfObject::pod;
  const bool workload =
      kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet" || kind == "Job" || kind == "CronJob";
  return workload ? KindOfObject::workload : KindOfObject::unknown;
}

const json* find_template(const json& workload, std::string_view kind) {
  const json* found = kind == "CronJob" ? find(workload, {"spec", "jobTemplate", "spec", "template"})
                                        : find(workload, {"spec", "template"});
  return found != nullptr && found->is_object() ? found : nullptr;
}

std::string_view template_path(std::string_view kind) {
  return kind == "CronJob" ? "/spec/jobTemplate/spec/template" : "/spec/template";
}

std::vector<std::string_view> claim_volumes(const json& workload) {
  std::vector<std::string_view> names;
  for (const json* claim : elements(find(workload, {"spec", "volumeClaimTemplates"}))) {
    if (const auto name = find_text(*claim, {"metadata", "name"})) names.push_back(*name);
  }
  return names;
}

bool is_started_job(const json& old_object, std::string_view kind) {
  if (kind != "Job") return false;
  const json* suspend = find(old_object, {"spec", "suspend"});
  const bool suspended = suspend != nullptr && suspend->is_boolean() && suspend->get<bool>();
  const bool started = find(old_object, {"status", "startTime"}) != nullptr;
  return started || !suspended;
}

}  // namespace chandler::core::injection
