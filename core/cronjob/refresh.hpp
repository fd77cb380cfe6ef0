#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::cronjob {

inline constexpr std::string_view refresh_task = "refresh";
inline constexpr std::string_view refresh_container = "chandler-refresh";

// The names that CronJobs of a workload of that name have, whether it asks for them or not.
std::vector<std::string> cron_job_names(std::string_view workload);

// The CronJob that brings the workload's data sets up to date, as chandler.dev/refresh-schedule asks: the same bytes
// for the same input. Null when the annotations (`spec`) ask for none, and when a finding of severity `refuse` was
// added. `kind`: Deployment, StatefulSet or DaemonSet. Never says `suspend`: that belongs to people; and no owner:
// a manifest knows no uid.
nlohmann::json refresh_cron_job(const nlohmann::json& workload, std::string_view kind,
                                const annotations::ProvisionSpec& spec, const injection::Settings& settings,
                                std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::cronjob
