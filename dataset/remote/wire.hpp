#pragma once

#include <cstdint>
#include <span>

#include "dataset/remote/relation.hpp"
#include "dataset/table/table.hpp"

namespace chandler::dataset::remote {

// Binary where each column has the same built-in type on both sides, declared alike, so that its value fits as it is.
// All else goes by text: enums, domains and composites have other numbers in another database, and an int4 may become
// an int8. `columns` are the target's, in the source's order. Pure.
Wire wire_between(std::span<const RemoteColumn> source, std::span<const Column> columns);

}  // namespace chandler::dataset::remote
