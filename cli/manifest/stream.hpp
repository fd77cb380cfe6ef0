#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "cli/manifest/node.hpp"
#include "cli/manifest/readers.hpp"

namespace chandler::cli::manifest {

enum class Format : std::uint8_t { yaml, json };

// One document of a stream, with the text it came from: what nobody changed is written as it was.
struct Document {
  std::string before;  // separator and leading comments, to stand before whatever is written
  std::string body;    // its own text
  std::size_t line = 1;
  Node root;
  bool changed = false;

  // Blank, or only comments.
  bool is_empty() const { return root.kind == Node::Kind::scalar && root.plain && root.text == "null"; }
};

struct Stream {
  Format format = Format::yaml;
  std::vector<Document> documents;
};

// YAML documents separated by "---", or JSON values one after another.
std::expected<Stream, SyntaxError> read_stream(std::string_view text);

// Puts an object before the document at `position`, or at the end.
void insert_object(Stream& stream, std::size_t position, Node root);

// In its own format an unchanged stream comes back byte for byte.
std::string write_stream(const Stream& stream, Format format);

}  // namespace chandler::cli::manifest
