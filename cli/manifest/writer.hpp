#pragma once

#include <string>

#include "cli/manifest/node.hpp"

namespace chandler::cli::manifest {

// Block style, two spaces, sequences not indented below their key, as kubectl writes it. Ends in a newline.
std::string to_yaml(const Node& node);

// Two spaces, keys in their order. Ends in a newline.
std::string to_json_text(const Node& node);

}  // namespace chandler::cli::manifest
