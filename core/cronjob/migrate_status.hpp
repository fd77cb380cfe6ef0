#pragma once

#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::cronjob {

inline constexpr std::string_view migrate_status_task = "migrate-status";
inline constexpr std::string_view migrate_status_container = "chandler-migrate-status";

// Labels and spec of a Job (as a CronJob's jobTemplate) that asks the workload's database how its migrations stand, and
// changes nothing. Null, with a finding of severity `refuse`, where the annotations (`spec`) name no migrations, no
// database, or a source that only the workload's own pods can see. `kind`: Deployment, StatefulSet or DaemonSet.
nlohmann::json migrate_status_job(const nlohmann::json& workload, std::string_view kind,
                                  const annotations::ProvisionSpec& spec, const injection::Settings& settings,
                                  std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::cronjob
