#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::platform::kubernetes::objects {

// Of one that somebody else made only the name is kept: that it is taken.
struct CronJob {
  Metadata metadata;
  bool managed = false;    // it carries the label app.kubernetes.io/managed-by with our name
  std::string definition;  // labels, owners and spec, as JSON; empty: somebody else's
  std::string applied;     // which fields our field manager owns (FieldsV1), as JSON; empty: none
  // Of ours alone, what its controller noted.
  std::optional<Microtime> last_schedule = {};
  std::optional<Microtime> last_success = {};

  bool operator==(const CronJob&) const = default;
};

// `manager`: the value of the label, and the name that we apply under. Needs the object with its managed fields.
std::optional<CronJob> read_cron_job(const nlohmann::json& object, std::string_view manager);

}  // namespace chandler::platform::kubernetes::objects
