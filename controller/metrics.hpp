#pragma once

#include <span>

#include "platform/metrics/registry.hpp"

namespace chandler::controller {

// What the controller counts, as constants: for /metrics and for the reference page.
std::span<const platform::metrics::Declaration* const> metric_declarations();

// The controller's metrics. Any thread.
struct Metrics {
  // Borrows the registry.
  explicit Metrics(platform::metrics::Registry& registry);

  platform::metrics::Series& leader;
  platform::metrics::Series& terms;
  platform::metrics::Series& synced;
  platform::metrics::Series& workloads;
  platform::metrics::Series& queue;
  platform::metrics::Family& reconciles;  // result
  platform::metrics::Series& duration;    // seconds
  platform::metrics::Family& writes;      // done
};

}  // namespace chandler::controller
