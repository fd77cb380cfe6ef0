#pragma once

#include <optional>
#include <span>

#include "controller/status/reported.hpp"

namespace chandler::controller::status {

// What the last migration that a pod reported left behind; what is known from `before` where none did. `reports`: the
// oldest first.
std::optional<Schema> schema_of(std::span<const Reported> reports, const std::optional<Schema>& before);

}  // namespace chandler::controller::status
