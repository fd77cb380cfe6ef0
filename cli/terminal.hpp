#pragma once

#include <string_view>

#include "platform/process/environment.hpp"

namespace chandler::cli {

// Whether escape sequences may be written to a descriptor: it leads to a terminal, and NO_COLOR is not set
// (or empty, which counts as not set: no-color.org).
bool takes_escapes(int fd, const platform::Environment& environment);

// Whether standard input is a terminal, at which somebody can be asked.
bool has_terminal();

// Asks on standard error, and reads the answer from standard input; only "yes" is a yes. Where standard
// input is no terminal, nobody can answer: no.
bool confirmed(std::string_view question);

}  // namespace chandler::cli
