#pragma once

#include <map>
#include <span>

#include "controller/cache/workload_key.hpp"
#include "controller/status/figures.hpp"
#include "platform/metrics/registry.hpp"

namespace chandler::controller::status {

// What the status sync counts, as constants: for /metrics and for the reference page.
std::span<const platform::metrics::Declaration* const> metric_declarations();

// Of the leader alone: others have no series of workloads. Any thread.
class Metrics {
 public:
  // Borrows the registry.
  explicit Metrics(platform::metrics::Registry& registry);

  // These are the workloads there are.
  void publish(const std::map<WorkloadKey, Figures>& workloads, Time now);

  platform::metrics::Series& looks;
  platform::metrics::Family& writes;     // done
  platform::metrics::Family& evictions;  // result

 private:
  platform::metrics::Family& state_;
  platform::metrics::Family& schema_;
  platform::metrics::Family& data_age_;
  platform::metrics::Family& stale_;
  platform::metrics::Family& failures_;
  platform::metrics::Family& last_success_;
  platform::metrics::Family& probe_found_;
  platform::metrics::Family& restarts_;
  platform::metrics::Family& missed_;
};

}  // namespace chandler::controller::status
