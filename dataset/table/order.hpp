#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <vector>

#include "dataset/table/table.hpp"

namespace chandler::dataset {

// The places of `count` tables, parents before their children, otherwise as they were. A cycle is cut at
// deferrable foreign keys, which are checked at the end. The error: the tables of a cycle that is not.
std::expected<std::vector<std::size_t>, std::vector<std::size_t>> loading_order(std::size_t count,
                                                                                std::span<const Reference> references);

}  // namespace chandler::dataset
