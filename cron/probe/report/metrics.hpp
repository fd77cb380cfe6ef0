#pragma once

#include <span>
#include <string>

#include "cron/probe/run/report.hpp"
#include "platform/metrics/declaration.hpp"

namespace chandler::probe {

std::span<const platform::metrics::Declaration* const> metric_declarations();

// In Prometheus' text format, for the textfile collector or a Pushgateway.
std::string metrics_of(const RunReport& report);

}  // namespace chandler::probe
