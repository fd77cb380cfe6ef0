#pragma once

#include <span>

#include "platform/metrics/registry.hpp"

namespace chandler::controller::api {

// What the API counts, as constants: for /metrics and for the reference page.
std::span<const platform::metrics::Declaration* const> metric_declarations();

// The API's metrics. Any thread.
struct Metrics {
  // Borrows the registry.
  explicit Metrics(platform::metrics::Registry& registry);

  platform::metrics::Family& requests;  // route, status
  platform::metrics::Series& duration;  // seconds
  platform::metrics::Family& actions;   // action, outcome
};

}  // namespace chandler::controller::api
