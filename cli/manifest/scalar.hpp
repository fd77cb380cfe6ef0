#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace chandler::cli::manifest {

// What a scalar without quotes stands for, as kubectl reads it (go-yaml: YAML 1.1's booleans and octal
// numbers): null, a boolean, a number, or its own text.
nlohmann::json resolve(std::string_view text);

// Whether `text`, written without quotes, comes back as the same text.
bool reads_as_text(std::string_view text);

}  // namespace chandler::cli::manifest
