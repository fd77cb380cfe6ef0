#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "init/migrate/statements/script.hpp"

namespace chandler::migrate {

// Statements of a script that are sent as one text, and the rows that follow if the last of them is
// COPY … FROM stdin.
struct Batch {
  std::string text;
  std::size_t prefix_bytes = 0;       // of ours, before the script's
  std::size_t prefix_statements = 0;  // how many these are
  Range script;                       // the script's bytes in it
  std::size_t first = 0;              // index of its first statement
  std::size_t count = 0;              // of the script's statements
  std::optional<Range> copy_data;
};

struct Wrapping {
  std::string prefix;  // statements, each ended by ';'
  std::size_t prefix_statements = 0;
  std::string suffix;
};

// The script's statements [first, end) as few texts, the first with the prefix, the last with the suffix.
// One round trip for most files, and every position that the server reports can be traced to the file.
std::vector<Batch> make_batches(const Script& script, std::size_t first, std::size_t end, const Wrapping& wrapping);

}  // namespace chandler::migrate
