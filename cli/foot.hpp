#pragma once

#include <string_view>

#include "platform/process/environment.hpp"

namespace chandler::cli {

// Whether a line may stand at the foot of the terminal: standard error is one, no dumb one, and NO_COLOR is not set.
// Else the log's lines say it all.
bool takes_foot(const platform::Environment& environment);

// Shows the line there, cut to the terminal's width in characters; an empty one takes it away.
void show_foot(std::string_view line);

}  // namespace chandler::cli
