#pragma once

#include <string>

#include "controller/operations/decision.hpp"

namespace chandler::controller::operations {

inline Microtime at(std::string_view text) {
  return platform::kubernetes::objects::parse_time(text).value();
}

inline Operation sample_operation(Operation::Status status = {}) {
  return {.metadata = {.key = {"apps", "now"}, .uid = "o1", .resource_version = "1", .controller = {}},
          .spec = {.kind = "Deployment", .workload = "menu", .action = Operation::Action::refresh},
          .status = std::move(status)};
}

}  // namespace chandler::controller::operations
