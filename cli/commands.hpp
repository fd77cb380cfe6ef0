#pragma once

#include <span>

#include "cli/command.hpp"

namespace chandler::cli {

// Every command, in the order of `chandler --help`.
std::span<const AddCommand> commands();

}  // namespace chandler::cli
