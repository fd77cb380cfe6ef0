#include "controller/api/audit.hpp"

#include <format>

#include "platform/log/log.hpp"

namespace chandler::controller::api {

void Audit::note(std::string_view outcome, std::string_view name) const {
  metrics_.actions.with({operation_.action, std::string(outcome)}).add();
  platform::log::info(
      "api_action", "an operation was asked for",
      {{"user", caller_.username},
       {"uid", caller_.uid},
       {"verb", "create"},
       {"action", operation_.action},
       {"workload", std::format("{} {}/{}", operation_.kind, operation_.namespace_name, operation_.workload)},
       {"operation", name},
       {"outcome", outcome}});
}

}  // namespace chandler::controller::api
