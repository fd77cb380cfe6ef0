#pragma once

#include <span>
#include <string_view>

#include "cron/probe/check.hpp"

namespace chandler::probe {

// All checks there are, in the order in which they run: the cheap ones first.
std::span<const Check* const> checks();

// Null: there is none of that name.
const Check* check_named(std::string_view name);

}  // namespace chandler::probe
