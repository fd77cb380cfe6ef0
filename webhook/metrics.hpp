#pragma once

#include <span>

#include "platform/metrics/registry.hpp"

namespace chandler::webhook {

// What the webhook counts, as constants: for /metrics and for the reference page.
std::span<const platform::metrics::Declaration* const> metric_declarations();

// The webhook's metrics. Any thread.
struct Metrics {
  // Borrows the registry.
  explicit Metrics(platform::metrics::Registry& registry);

  platform::metrics::Family& requests;  // decision, reason, kind
  platform::metrics::Series& malformed;
  platform::metrics::Series& duration;  // seconds
  platform::metrics::Series& in_flight;
};

}  // namespace chandler::webhook
