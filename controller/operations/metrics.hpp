#pragma once

#include <span>

#include "platform/metrics/registry.hpp"

namespace chandler::controller::operations {

// What is counted of operations, as constants: for /metrics and for the reference page.
std::span<const platform::metrics::Declaration* const> metric_declarations();

// Any thread.
struct Metrics {
  // Borrows the registry.
  explicit Metrics(platform::metrics::Registry& registry);

  platform::metrics::Series& open;
  platform::metrics::Series& held;
  platform::metrics::Family& ended;    // action, phase
  platform::metrics::Family& retried;  // action
  platform::metrics::Series& taken_over;
};

}  // namespace chandler::controller::operations
