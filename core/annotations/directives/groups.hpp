#pragma once

#include <span>

#include "core/annotations/registry.hpp"

// The registry's tables, one a group. A row is all that a new annotation needs besides its field in the spec.
namespace chandler::core::annotations {

std::span<const Directive> database_directives();
std::span<const Directive> migrate_directives();
std::span<const Directive> load_directives();
std::span<const Directive> wait_directives();
std::span<const Directive> executor_directives();
std::span<const Directive> refresh_directives();
std::span<const Directive> probe_directives();
std::span<const Directive> heal_directives();
std::span<const Directive> containers_directives();

}  // namespace chandler::core::annotations
