#pragma once

#include "core/error.hpp"
#include "dataset/description/description.hpp"

namespace chandler::dataset::description {

// What no single value shows: keys that exclude or need each other, names that stand twice.
core::Expected<void> check(const Description& description);

}  // namespace chandler::dataset::description
