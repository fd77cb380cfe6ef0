#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "controller/status/provision_status.hpp"

namespace chandler::controller::status {

// What of one workload's status is measured.
struct Figures {
  std::string state;  // "Ready"
  std::string schema_version;
  std::string schema_layout;
  std::optional<Time> data_since;           // when the data set was brought that was brought longest ago
  std::optional<std::int64_t> stale;        // data sets beyond their promise
  std::optional<std::int64_t> failures;     // of refresh, in a row
  std::optional<double> last_success;       // of refresh, Unix time
  std::optional<std::int64_t> probe_found;  // 1: the last probe found a problem
  std::int64_t restarts = 0;                // the most of an init container of ours
  std::int64_t missed = 0;                  // pods
};

Figures figures_of(const ProvisionStatus& status, Time now);

}  // namespace chandler::controller::status
