#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace chandler::core::text {

// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate that was probably meant, or empty when none is near: at most a third of the letters
// (and at least two) may differ. The first of equally near ones.
std::string_view nearest(std::string_view written, std::span<const std::string_view> candidates);

}  // namespace chandler::core::text
