#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "sql/range.hpp"

namespace chandler::sql {

// One SQL statement of a file. The statements' `whole` ranges follow each other without a gap and cover
// the text, so joining them gives the same bytes; a text of blanks and comments has no statement.
struct Statement {
  Range whole;                     // with what stands before it and, for the last one, after it
  Range sql;                       // from its first word to its ';' (included), or to the end of the text
  std::optional<Range> copy_data;  // rows of COPY … FROM stdin, up to and without the line "\."
};

// A run of whole statements, read together: some 128 KiB of them, or one that is longer, or up to a
// COPY … FROM stdin with its rows, which is then the last.
struct Chunk {
  Range whole;
  std::vector<Statement> statements;
};

// Splits a text of any size, a chunk at a time, with PostgreSQL's own grammar and scanner (libpg_query), so
// that quotes, dollar quotes, nested comments and BEGIN ATOMIC bodies are right, and text that only a newer
// server understands is still split at its semicolons. The text outlives it.
class Splitter {
 public:
  // Called with each part that was looked at for the last time for now: a mapped text can be released.
  using Seen = std::function<void(std::string_view)>;

  explicit Splitter(std::string_view text, Seen seen = {}) : Splitter(text, {0, text.size()}, std::move(seen)) {}
  Splitter(std::string_view text, Range part, Seen seen = {});

  // The next chunk, or nullopt at the end. Errors: sql.syntax for what no scanner can read (an
  // unterminated quote, a NUL byte, a COPY without its end); `where` is "line:column".
  core::Expected<std::optional<Chunk>> next();

 private:
  core::Expected<std::optional<Chunk>> read(Range part, bool last, bool may_grow) const;
  core::Expected<void> take_rows(Chunk& chunk);
  core::Expected<void> require_sound(const Chunk& chunk) const;
  void see(std::size_t until);

  std::string_view text_;
  std::size_t end_;
  std::size_t at_;          // where the next chunk begins
  std::size_t past_stdin_;  // before it, the word stdin has been looked for
  std::size_t seen_until_;
  Seen seen_;
};

// All statements of a text, or of a chunk of it.
core::Expected<std::vector<Statement>> split(std::string_view text);
core::Expected<std::vector<Statement>> split(std::string_view text, Range part);

}  // namespace chandler::sql
