#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/injection/admit.hpp"

// Golden cases of injection, shared by the tests of the core, the command line and the webhook: a folder
// each under tests/golden/injection.
//   input.yaml     the object of the request
//   old.yaml       its old object; the request is an UPDATE then, else a CREATE
//   settings.yaml  what differs from the settings below
//   answer.json    the whole answer
//   admitted.yaml  the object after the answer's patch, if there is one
//   injected.yaml  what `chandler inject` makes of a workload, if it changes it
// And of CronJobs, under tests/golden/cronjob: input.yaml and settings.yaml as above, and
//   findings.json  all findings, those of the annotations too
//   cronjob.yaml   the CronJobs, if there are any
namespace chandler::tests {

struct GoldenCase {
  std::string name;
  std::filesystem::path folder;
  std::string kind;
  std::string namespace_name;
  nlohmann::json object;
  std::optional<nlohmann::json> old_object;
  core::injection::Settings settings;
};

// Every folder, by name; read once. Throws std::runtime_error where one cannot be read.
const std::vector<GoldenCase>& golden_cases();
const std::vector<GoldenCase>& cron_job_cases();

core::injection::AdmissionResult admit(const GoldenCase& golden, const nlohmann::json& object);

std::string read_text(const std::filesystem::path& file);

}  // namespace chandler::tests
