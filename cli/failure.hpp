#pragma once

#include "core/error.hpp"

namespace chandler::cli {

// Logs the error of a command that writes no report. The exit code.
int report_failure(const core::Error& error);

}  // namespace chandler::cli
