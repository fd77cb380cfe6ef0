#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "cli/manifest/node.hpp"

namespace chandler::cli::manifest {

// Where and why a text is not a manifest; line and column count from 1.
struct SyntaxError {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;
};

// One YAML document. An empty one (blank, or only comments) is a null scalar. Aliases and merge keys are
// written out; a key that stands twice, and a tag that is not one of YAML's own, are errors.
std::expected<Node, SyntaxError> read_yaml(std::string_view text);

struct JsonPart {
  std::size_t begin = 0;  // of its text in the input
  std::size_t end = 0;
  Node root;
};

// One JSON value after another, with white space between.
std::expected<std::vector<JsonPart>, SyntaxError> read_json(std::string_view text);

}  // namespace chandler::cli::manifest
