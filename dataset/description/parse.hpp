#pragma once

#include <string_view>

#include "core/error.hpp"
#include "dataset/description/description.hpp"

namespace chandler::dataset::description {

inline constexpr std::size_t longest_text = 1024UZ * 1024;

// Reads a load.yaml. Errors (problem): load.bad_description, with line and column, what was found, what was
// expected, and the nearest key.
core::Expected<Description> parse(std::string_view text);

// An error at a place of load.yaml.
core::Error refusal(const Mark& mark, std::string message, std::string_view hint = {});

}  // namespace chandler::dataset::description
