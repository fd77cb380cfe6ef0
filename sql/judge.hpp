#pragma once

#include <cstddef>
#include <optional>

#include "core/error.hpp"
#include "sql/script.hpp"
#include "sql/split.hpp"
#include "sql/traits.hpp"

namespace chandler::sql {

// What the statements of a file say together, taken in one after the other.
class Judge {
 public:
  explicit Judge(std::string_view text) : text_(text) {}

  // Errors: sql.psql_command, .discard_all.
  core::Expected<void> take(const Statement& statement, const Traits& traits);

  // Errors: sql.mixed.
  core::Expected<Mode> mode(std::optional<bool> in_transaction) const;

  bool takes_strong_locks() const { return strong_; }
  bool all_can_be_repeated() const { return repeatable_; }

  // A file that both makes and removes could undo its own traces.
  bool only_creates_or_destroys() const { return creates_ != destroys_; }

  // Where the last statement begins: in a file that is a transaction of its own, its COMMIT.
  std::size_t last_begin() const { return last_begin_; }

 private:
  Mode transactional_mode() const;
  core::Error mixed() const;

  std::string_view text_;
  std::size_t count_ = 0;
  std::size_t last_begin_ = 0;
  bool begins_ = false;           // the first statement is BEGIN
  bool controls_ = false;         // some statement controls transactions
  bool controls_within_ = false;  // one that is neither first nor last
  Traits::Transaction last_ = Traits::Transaction::none;
  std::optional<Range> outside_;  // the first that cannot run in a transaction
  std::optional<Range> inside_;   // the first that needs one
  bool strong_ = false;
  bool repeatable_ = true;
  bool creates_ = false;
  bool destroys_ = false;
};

}  // namespace chandler::sql
