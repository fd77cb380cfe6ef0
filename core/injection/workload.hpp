#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace chandler::core::injection {

enum class KindOfObject : std::uint8_t { pod, workload, unknown };

// "Pod"; Deployment, StatefulSet, DaemonSet, Job, CronJob; anything else.
KindOfObject classify(std::string_view kind);

// The pod template inside a workload, or null when it is missing or no object.
const nlohmann::json* find_template(const nlohmann::json& workload, std::string_view kind);

// Where the pod template stands, as a JSON pointer: "/spec/template".
std::string_view template_path(std::string_view kind);

// Volumes that the controller adds to the pods by itself: a StatefulSet's claim templates. Borrows.
std::vector<std::string_view> claim_volumes(const nlohmann::json& workload);

// Whether a Job's template can no longer change: the API server takes changes only of a suspended one
// that never started.
bool is_started_job(const nlohmann::json& old_object, std::string_view kind);

}  // namespace chandler::core::injection
