#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "cron/probe/check.hpp"

namespace chandler::probe {

struct Selected {
  const Check* check;
  std::string argument = {};  // of "compare:SECRET" what is behind the colon
};

// Checks by name, as --check and chandler.dev/probe give them; empty: those that run by default. Each once, in the
// registry's order. Fails as wrong usage, naming the nearest.
core::Expected<std::vector<Selected>> select(std::span<const std::string> names);

}  // namespace chandler::probe
