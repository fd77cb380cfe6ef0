#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/cronjob/task.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::cronjob {

// The names that CronJobs of a workload of that name have, whether it asks for them or not.
std::vector<std::string> cron_job_names(std::string_view workload);

// The CronJob that does `task` for the workload, as its annotations (`spec`) ask: the same bytes for the same input.
// Null when they ask for none, and when a finding of severity `refuse` was added. `kind`: Deployment, StatefulSet or
// DaemonSet. Never says `suspend`: that belongs to people; and no owner: a manifest knows no uid.
nlohmann::json cron_job_for(const Task& task, const nlohmann::json& workload, std::string_view kind,
                            const annotations::ProvisionSpec& spec, const injection::Settings& settings,
                            std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::cronjob
