#pragma once

#include <string>

#include "core/error.hpp"
#include "platform/process/environment.hpp"

namespace chandler::dataset {

// The value of Authorization by CHANDLER_SOURCE_TOKEN (Bearer), or CHANDLER_SOURCE_USERNAME and
// CHANDLER_SOURCE_PASSWORD (Basic); empty when none is set. A line end behind them, as many Secrets
// have it, is taken off. It is secret: never log it. Errors (usage), which hold no value:
// load.bad_credentials.
core::Expected<std::string> authorization_from(const platform::Environment& environment);

}  // namespace chandler::dataset
