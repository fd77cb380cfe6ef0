#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/spec.hpp"
#include "core/injection/part.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::cronjob {

// {"app.kubernetes.io/managed-by":"chandler","app.kubernetes.io/component":TASK}: of the CronJob, its Jobs and their
// pods. Never the label that injects, never the application's own, which its Services select by.
nlohmann::json labels_of(std::string_view task);

// Whether somebody's CronJob is one that we wrote.
bool is_ours(const nlohmann::json& cron_job);

// What a pod of our own that does nothing but `part` is made of. It waits for a minute for a database that restarts: a
// start of the whole pod costs more. `application`: as find_application found it.
injection::Plan plan_alone(injection::Part part, const annotations::ProvisionSpec& spec,
                           const nlohmann::json& application_spec, const nlohmann::json* application,
                           const injection::Settings& settings);

// The spec of our pod: where and as whom the application's pods run, and what is in `plan`, of which the last container
// is the one that works.
nlohmann::json pod_spec_beside(const nlohmann::json& workload, const nlohmann::json& application_spec,
                               injection::Plan plan, std::string_view restart_policy);

}  // namespace chandler::core::cronjob
