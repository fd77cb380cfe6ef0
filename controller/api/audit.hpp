#pragma once

#include <string_view>

#include "controller/api/caller.hpp"
#include "controller/api/metrics.hpp"
#include "controller/api/requested_operation.hpp"

namespace chandler::controller::api {

// A line of the log, and a count, for each action that somebody asked for: who, what, on what, and how it went.
// Borrows all of it.
class Audit {
 public:
  Audit(const Caller& caller, const RequestedOperation& operation, Metrics& metrics)
      : caller_(caller), operation_(operation), metrics_(metrics) {}

  // `outcome`: "created", "repeated", or a problem's id. `name`: of the operation, where there is one.
  void note(std::string_view outcome, std::string_view name = {}) const;

 private:
  const Caller& caller_;
  const RequestedOperation& operation_;
  Metrics& metrics_;
};

}  // namespace chandler::controller::api
