#pragma once

#include "core/error.hpp"

namespace chandler::cli {

// Logs the error of a command that writes no report. The exit code.
int report_failure(const core::Error& error);

// The exit code of such a command: 0, or its error's, which is logged.
int exit_code_of(const core::Expected<void>& done);

}  // namespace chandler::cli
