#pragma once

#include "cli/command.hpp"

namespace chandler::cli {

void add_probe_list(CLI::App& probe, Body& chosen);

}  // namespace chandler::cli
