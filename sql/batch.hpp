#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "sql/script.hpp"

namespace chandler::sql {

// Statements that are sent as one text, and the rows that follow if the last of them is COPY … FROM stdin.
struct Batch {
  std::string text;
  std::size_t prefix_bytes = 0;       // of ours, before the script's
  std::size_t prefix_statements = 0;  // how many these are
  Range script;                       // the script's bytes in it; empty: none
  Range whole;                        // the same with what stands around them: see Piece
  std::optional<Range> copy_data;
};

struct Wrapping {
  std::string prefix;  // statements, each ended by ';'
  std::size_t prefix_statements = 0;
  std::string suffix;
};

// How many texts a script takes: one for a piece, and one more for the suffix where it cannot follow the
// last piece in one text (rows of a COPY come between).
std::size_t batches_of(const Script& script, const Wrapping& wrapping);

// Number `index` of them, the first with the prefix, the last with the suffix. One round trip for most
// files, and every position that the server reports can be traced to the file.
Batch make_batch(const Script& script, std::size_t index, const Wrapping& wrapping);

// A text for one piece alone.
Batch make_batch(std::string_view text, const Piece& piece);

}  // namespace chandler::sql
