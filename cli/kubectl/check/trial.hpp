#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "cli/kubectl/check/finding.hpp"
#include "core/error.hpp"

// Whether the API server really gets answers from the webhook: a pod is created as a dry run, with label and a
// directive, and comes back with our container, or does not. Nothing is kept. Pure.
namespace chandler::cli::kubectl::check {

nlohmann::json trial_pod();

Finding judge_trial(const core::Expected<nlohmann::json>& answer, const std::string& namespace_name);

}  // namespace chandler::cli::kubectl::check
