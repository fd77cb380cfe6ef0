#pragma once

#include <chrono>
#include <string>

#include "core/error.hpp"

namespace chandler::cli {

// A duration such as 500ms, 5s or 2m. Errors: cli.bad_flag (usage), naming the flag.
core::Expected<std::chrono::milliseconds> read_duration(const std::string& flag, const std::string& text);

// The same, or a bare number of seconds; empty is zero.
core::Expected<std::chrono::seconds> read_seconds(const std::string& flag, const std::string& text);

}  // namespace chandler::cli
