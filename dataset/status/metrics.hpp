#pragma once

#include <span>

#include "platform/metrics/declaration.hpp"

namespace chandler::dataset {

// What metrics_of writes, as constants: for the reference page.
std::span<const platform::metrics::Declaration* const> metric_declarations();

}  // namespace chandler::dataset
