#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/statements/split.hpp"
#include "init/migrate/statements/traits.hpp"

namespace chandler::migrate {

// How a file is run. Only the first two are atomic with their row in the history.
enum class Mode : std::uint8_t {
  one_transaction,  // we open and commit it
  own_transaction,  // the file's first statement is BEGIN and its last COMMIT: the row goes before COMMIT
  one_by_one,       // each statement by itself: CREATE INDEX CONCURRENTLY, VACUUM, …
  self_managed,     // the file begins and commits as it likes
};

struct Script {
  std::string text;
  std::vector<Statement> statements;
  std::vector<Traits> traits;  // one for each statement
  Mode mode = Mode::one_transaction;

  bool atomic() const { return mode == Mode::one_transaction || mode == Mode::own_transaction; }

  // Some statement's lock keeps readers or writers out, so its wait for that lock has to be short.
  bool takes_strong_locks() const;

  // Interrupted somewhere, it may be run again from its start.
  bool can_be_resumed() const;

  // It cannot succeed twice: were it applied already, running it again would fail.
  bool proves_itself() const;
};

// Splits and judges a file. `in_transaction` is what a side file says, if any. Errors have `where` as
// "line:column": migrate.syntax, .psql_command, .discard_all, .mixed (statements that need a transaction
// beside statements that cannot have one: killed between the two, nobody could tell what was done).
core::Expected<Script> analyse(std::string text, std::optional<bool> in_transaction = std::nullopt);

}  // namespace chandler::migrate
