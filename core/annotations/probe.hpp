#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/text/parsed.hpp"

namespace chandler::core::annotations {

// Checks by name, separated by commas; `compare:SECRET` carries the other database's Secret.
text::Parsed<std::vector<std::string>> parse_checks(std::string_view text);

}  // namespace chandler::core::annotations
