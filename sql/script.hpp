#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "sql/range.hpp"

namespace chandler::sql {

// How a file is run. Only the first two are atomic with their row in the history.
enum class Mode : std::uint8_t {
  one_transaction,  // we open and commit it
  own_transaction,  // the file's first statement is BEGIN and its last COMMIT: the row goes before COMMIT
  one_by_one,       // each statement by itself: CREATE INDEX CONCURRENTLY, VACUUM, …
  self_managed,     // the file begins and commits as it likes
};

// Whole statements of a script that are sent together.
struct Piece {
  Range whole;                     // with what stands before, and the rows after: to be split again
  Range sql;                       // from the first one's first word to the last one's end
  std::optional<Range> copy_data;  // the rows of the last one
};

// A file as it will be run: no statement is kept, so that a file of any size takes little memory.
// Statements are found again, a piece at a time, where they are needed (`split`). The text outlives it.
struct Script {
  std::string_view text;
  std::vector<Piece> pieces;
  Mode mode = Mode::one_transaction;

  // Some statement's lock keeps readers or writers out, so its wait for that lock has to be short.
  bool takes_strong_locks = false;

  // Interrupted somewhere, it may be run again from its start.
  bool can_be_resumed = false;

  // It cannot succeed twice: were it applied already, running it again would fail. Known of a thorough look.
  bool proves_itself = false;

  bool atomic() const { return mode == Mode::one_transaction || mode == Mode::own_transaction; }
};

struct Look {
  bool thorough = true;                          // also at what needs the tree of every statement
  std::function<void(std::string_view)> seen{};  // see Splitter::Seen
};

// Splits and judges a file. `in_transaction` is what a side file says, if any. Errors have `where` as
// "line:column": sql.syntax, .psql_command, .discard_all, .mixed (statements that need a transaction
// beside statements that cannot have one: killed between the two, nobody could tell what was done).
core::Expected<Script> analyse(std::string_view text, std::optional<bool> in_transaction = std::nullopt,
                               const Look& look = {});

// The same pieces, cut so that each statement is one, but for rows of mere INSERT, UPDATE, SELECT and the
// like, which stay together: for a person who wants to see which statement runs.
core::Expected<std::vector<Piece>> statement_by_statement(const Script& script);

}  // namespace chandler::sql
