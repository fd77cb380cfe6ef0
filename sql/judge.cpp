#include "sql/judge.hpp"

#include <format>
#include <string>

#include "sql/head.hpp"
#include "sql/position.hpp"

namespace chandler::sql {
namespace {

using Transaction = Traits::Transaction;

std::string place_text(std::string_view text, Range sql) {
  const Place place = place_of(text, sql.begin);
  return std::format("{}:{}", place.line, place.column);
}

core::Error psql_error(std::string_view text, const Statement& statement, std::string_view command) {
  return {.code = "sql.psql_command",
          .message = std::format("{} is a command of psql, not SQL: the server does not know it", command),
          .where = place_text(text, statement.sql),
          .hint = "Remove the line; pg_dump writes \\restrict and \\unrestrict lines, which are not needed"};
}

core::Error discard_error(std::string_view text, const Statement& statement) {
  return {.code = "sql.discard_all",
          .message = "DISCARD ALL would give away the lock that keeps others out",
          .where = place_text(text, statement.sql),
          .hint = "Remove it: the session is reset behind each file anyway"};
}

}  // namespace

core::Expected<void> Judge::take(const Statement& statement, const Traits& traits) {
  if (const auto command = psql_command(statement.sql.of(text_)); !command.empty()) {
    return std::unexpected(psql_error(text_, statement, command));
  }
  if (traits.discards_locks) return std::unexpected(discard_error(text_, statement));
  controls_within_ |= count_ > 1 && last_ != Transaction::none;  // what was last so far lies within
  if (count_ == 0) begins_ = traits.transaction == Transaction::begin;
  ++count_;
  last_ = traits.transaction;
  last_begin_ = statement.sql.begin;
  controls_ |= traits.transaction != Transaction::none;
  if (traits.outside_transaction && !outside_) outside_ = statement.sql;
  if (!traits.outside_transaction && !traits.session_setting && !inside_) inside_ = statement.sql;
  strong_ |= !traits.weak_lock && !traits.session_setting;
  repeatable_ &= traits.retryable || traits.session_setting;
  creates_ |= traits.creates;
  destroys_ |= traits.destroys;
  return {};
}

Mode Judge::transactional_mode() const {
  if (count_ >= 2 && begins_ && last_ == Transaction::commit && !controls_within_) return Mode::own_transaction;
  return controls_ ? Mode::self_managed : Mode::one_transaction;
}

core::Expected<Mode> Judge::mode(std::optional<bool> in_transaction) const {
  if (in_transaction) return *in_transaction ? transactional_mode() : Mode::one_by_one;
  if (!outside_) return transactional_mode();
  if (!inside_) return Mode::one_by_one;
  return std::unexpected(mixed());
}

core::Error Judge::mixed() const {
  return {.code = "sql.mixed",
          .message = std::format("\"{}\" cannot run in a transaction, but \"{}\" (line {}) beside it needs one",
                                 head_of(outside_->of(text_), 60), head_of(inside_->of(text_), 60),
                                 place_of(text_, inside_->begin).line),
          .where = place_text(text_, *outside_),
          .hint = "Put the statements that cannot run in a transaction into a migration of their own"};
}

}  // namespace chandler::sql
