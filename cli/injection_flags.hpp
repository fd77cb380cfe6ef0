#pragma once

#include "core/injection/settings.hpp"

namespace CLI {
class App;
}

namespace chandler::cli {

// What the injected containers are like: the same flags and environment variables for `serve`, `inject` and
// `explain`, so that what is tried offline is what the webhook does. They write into `settings`, which has
// to outlive the parsing.
void add_injection_flags(CLI::App& command, core::injection::Settings& settings);

// The settings before any flag.
core::injection::Settings default_injection_settings();

}  // namespace chandler::cli
