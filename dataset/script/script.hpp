#pragma once

#include <string>

#include "core/error.hpp"
#include "dataset/source/source.hpp"
#include "sql/script.hpp"

namespace chandler::dataset {

// A data set that is a script of SQL: it names its tables itself, and runs once for each content. The whole text is
// in memory.
struct Script {
  SourceFile file;
  std::string hash;
};

// Larger ones are refused: rows by the million are for COPY.
inline constexpr std::size_t longest_script = 32UZ * 1024 * 1024;

// The script's bytes, its compression taken off, as they were hashed. Errors: those of ContentReader; load.changed
// (could_not); load.script_too_long, load.not_utf8 (problem).
core::Expected<std::string> text_of(const Script& script);

// How the text is sent. Errors (problem), with file, line and column: those of sql::analyse, and load.script_commits
// for what cannot run within the transaction of the data sets.
core::Expected<sql::Script> analyse(const Script& script, std::string_view text);

}  // namespace chandler::dataset
