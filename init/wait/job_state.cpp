#include "init/wait/job_state.hpp"

#include <format>

#include <nlohmann/json.hpp>

namespace chandler::wait {
namespace {

using nlohmann::json;

const json& at(const json& object, const char* key) {
  static const json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(key);
  return found == object.end() ? nothing : *found;
}

std::string text(const json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}
std::int64_t number(const json& value) {
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

// The condition of that type, if its status is "True".
const json* condition(const json& status, std::string_view type) {
  const json& list = at(status, "conditions");
  if (!list.is_array()) return nullptr;
  for (const json& entry : list) {
    if (text(at(entry, "type")) == type && text(at(entry, "status")) == "True") return &entry;
  }
  return nullptr;
}

}  // namespace

core::Expected<Readiness> judge_job(std::string_view name, const json& job) {
  const json& status = at(job, "status");
  if (condition(status, "Complete") != nullptr) return Readiness{.ready = true};
  if (const json* failed = condition(status, "Failed"); failed != nullptr) {
    return std::unexpected(core::Error{
        .code = "wait.job_failed",
        .message = std::format("the Job {} has failed: {}: {}", name, text(at(*failed, "reason")),
                               text(at(*failed, "message"))),
        .where = std::format("job/{}", name),
        .hint = std::format(
            "See kubectl logs job/{}; a failed Job does not run again: mend it, delete it and create it anew", name)});
  }
  if (condition(status, "Suspended") != nullptr) return Readiness{.reason = "the Job is suspended"};
  return Readiness{.reason = std::format("the Job is not complete: {} active, {} succeeded, {} failed",
                                         number(at(status, "active")), number(at(status, "succeeded")),
                                         number(at(status, "failed")))};
}

}  // namespace chandler::wait
