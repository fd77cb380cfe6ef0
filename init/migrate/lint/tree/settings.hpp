#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "init/migrate/lint/tree/statement.hpp"

namespace chandler::migrate::lint {

// What the statement sets a setting to, by SET, RESET or SELECT set_config(…): "" is back to the default.
// Nothing where it does not set it.
std::optional<std::string> value_set(const Statement& statement, std::string_view setting);

// "0", "0s", "0ms", and the default, which is 0 for time-outs.
bool is_zero(std::string_view timeout);

}  // namespace chandler::migrate::lint
