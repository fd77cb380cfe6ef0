#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/error.hpp"
#include "init/wait/probe.hpp"

namespace chandler::wait {

// What a Job (batch/v1) says of itself. Errors: wait.job_failed (problem), with the Job's own reason.
core::Expected<Readiness> judge_job(std::string_view name, const nlohmann::json& job);

}  // namespace chandler::wait
