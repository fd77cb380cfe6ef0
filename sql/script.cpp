#include "sql/script.hpp"

#include <utility>

#include "sql/judge.hpp"
#include "sql/split.hpp"
#include "sql/traits.hpp"

namespace chandler::sql {

core::Expected<Script> analyse(std::string_view text, std::optional<bool> in_transaction, const Look& look) {
  Script script{.text = text};
  Judge judge(text);
  Splitter splitter(text, look.seen);
  for (;;) {
    const auto chunk = splitter.next();
    if (!chunk) return std::unexpected(chunk.error());
    if (!*chunk) break;
    const auto& statements = (*chunk)->statements;
    for (const Statement& statement : statements) {
      const std::string_view sql = statement.sql.of(text);
      const Traits traits = look.thorough ? traits_of(sql) : running_traits_of(sql);
      if (auto taken = judge.take(statement, traits); !taken) return std::unexpected(taken.error());
    }
    if (statements.empty()) continue;
    script.pieces.push_back({.whole = (*chunk)->whole,
                             .sql = {statements.front().sql.begin, statements.back().sql.end},
                             .copy_data = statements.back().copy_data});
  }
  const auto mode = judge.mode(in_transaction);
  if (!mode) return std::unexpected(mode.error());
  script.mode = *mode;
  script.takes_strong_locks = judge.takes_strong_locks();
  script.can_be_resumed = script.mode == Mode::one_by_one && judge.all_can_be_repeated();
  script.proves_itself = script.atomic() && judge.only_creates_or_destroys();
  if (script.mode == Mode::own_transaction) {
    // Our COMMIT, behind the history's row, takes the place of its own.
    Piece& last = script.pieces.back();
    last.sql.end = last.whole.end = judge.last_begin();
    if (last.sql.begin >= last.sql.end) script.pieces.pop_back();
  }
  return script;
}

core::Expected<std::vector<Piece>> statement_by_statement(const Script& script) {
  std::vector<Piece> out;
  for (const Piece& piece : script.pieces) {
    const auto statements = split(script.text, piece.whole);
    if (!statements) return std::unexpected(statements.error());
    bool joins = false;
    for (const Statement& each : *statements) {
      const bool plain = is_plain(each.sql.of(script.text)) && !each.copy_data;
      if (plain && joins) {
        out.back().whole.end = each.whole.end;
        out.back().sql.end = each.sql.end;
      } else {
        out.push_back({.whole = each.whole, .sql = each.sql, .copy_data = each.copy_data});
      }
      joins = plain;
    }
  }
  return out;
}

}  // namespace chandler::sql
