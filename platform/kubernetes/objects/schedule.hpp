#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::platform::kubernetes::objects {

// A CronJob as somebody sees it who starts, stops and runs it.
struct Schedule {
  Metadata metadata;
  std::string component;  // of app.kubernetes.io/component: "refresh"
  bool suspended = false;
  std::string job_template;  // as JSON

  bool operator==(const Schedule&) const = default;
};

std::optional<Schedule> read_schedule(const nlohmann::json& object);

}  // namespace chandler::platform::kubernetes::objects
