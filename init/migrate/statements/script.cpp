#include "init/migrate/statements/script.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "init/migrate/statements/head.hpp"
#include "init/migrate/statements/position.hpp"

namespace chandler::migrate {
namespace {

using Transaction = Traits::Transaction;

std::string place_text(const Script& script, const Statement& statement) {
  const Place place = place_of(script.text, statement.sql.begin);
  return std::format("{}:{}", place.line, place.column);
}

std::string head(const Script& script, std::size_t index) {
  return head_of(script.statements[index].sql.of(script.text), 60);
}

core::Expected<void> refuse_psql_commands(const Script& script) {
  for (const Statement& statement : script.statements) {
    const std::string_view command = psql_command(statement.sql.of(script.text));
    if (command.empty()) continue;
    return std::unexpected(core::Error{
        .code = "migrate.psql_command",
        .message = std::format("{} is a command of psql, not SQL: the server does not know it", command),
        .where = place_text(script, statement),
        .hint = "Remove the line; pg_dump writes \\restrict and \\unrestrict lines that a migration does not need"});
  }
  return {};
}

core::Expected<void> refuse_discard_all(const Script& script) {
  const auto found = std::ranges::find_if(script.traits, &Traits::discards_locks);
  if (found == script.traits.end()) return {};
  const auto& statement = script.statements[static_cast<std::size_t>(found - script.traits.begin())];
  return std::unexpected(core::Error{.code = "migrate.discard_all",
                                     .message = "DISCARD ALL would give away the lock that keeps other replicas out",
                                     .where = place_text(script, statement),
                                     .hint = "Remove it: the session is reset after each file anyway"});
}

bool encloses_itself(const std::vector<Traits>& traits) {
  return traits.size() >= 2 && traits.front().transaction == Transaction::begin &&
         traits.back().transaction == Transaction::commit &&
         std::ranges::all_of(traits.begin() + 1, traits.end() - 1,
                             [](const Traits& each) { return each.transaction == Transaction::none; });
}

core::Error mixed(const Script& script, std::size_t outside, std::size_t inside) {
  return {.code = "migrate.mixed",
          .message = std::format("\"{}\" cannot run in a transaction, but \"{}\" (line {}) beside it needs one",
                                 head(script, outside), head(script, inside),
                                 place_of(script.text, script.statements[inside].sql.begin).line),
          .where = place_text(script, script.statements[outside]),
          .hint = "Put the statements that cannot run in a transaction into a migration of their own"};
}

Mode transactional_mode(const std::vector<Traits>& traits) {
  if (encloses_itself(traits)) return Mode::own_transaction;
  const bool controls =
      std::ranges::any_of(traits, [](const Traits& each) { return each.transaction != Transaction::none; });
  return controls ? Mode::self_managed : Mode::one_transaction;
}

core::Expected<Mode> mode_of(const Script& script, std::optional<bool> in_transaction) {
  const auto& all = script.traits;
  if (in_transaction) return *in_transaction ? transactional_mode(all) : Mode::one_by_one;
  const auto outside = std::ranges::find_if(all, &Traits::outside_transaction);
  if (outside == all.end()) return transactional_mode(all);
  const auto inside =
      std::ranges::find_if(all, [](const Traits& each) { return !each.outside_transaction && !each.session_setting; });
  if (inside == all.end()) return Mode::one_by_one;
  return std::unexpected(
      mixed(script, static_cast<std::size_t>(outside - all.begin()), static_cast<std::size_t>(inside - all.begin())));
}

}  // namespace

bool Script::takes_strong_locks() const {
  return !std::ranges::all_of(traits, [](const Traits& each) { return each.weak_lock || each.session_setting; });
}

bool Script::can_be_resumed() const {
  return mode == Mode::one_by_one &&
         std::ranges::all_of(traits, [](const Traits& each) { return each.retryable || each.session_setting; });
}

bool Script::proves_itself() const {
  const bool creates = std::ranges::any_of(traits, &Traits::creates);
  const bool destroys = std::ranges::any_of(traits, &Traits::destroys);
  // A file that both makes and removes could undo its own traces.
  return atomic() && creates != destroys;
}

core::Expected<Script> analyse(std::string text, std::optional<bool> in_transaction) {
  Script script{.text = std::move(text)};
  auto statements = split(script.text);
  if (!statements) return std::unexpected(statements.error());
  script.statements = std::move(*statements);
  if (auto plain = refuse_psql_commands(script); !plain) return std::unexpected(plain.error());
  for (const Statement& statement : script.statements)
    script.traits.push_back(traits_of(statement.sql.of(script.text)));
  if (auto sound = refuse_discard_all(script); !sound) return std::unexpected(sound.error());
  auto mode = mode_of(script, in_transaction);
  if (!mode) return std::unexpected(mode.error());
  script.mode = *mode;
  return script;
}

}  // namespace chandler::migrate
