#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"
#include "init/migrate/lint/tree/tokens.hpp"

namespace chandler::migrate::lint {
namespace {

constexpr std::size_t longest = 63;  // NAMEDATALEN - 1

void long_identifier(const Statement& statement, const Context& /*context*/, Findings& findings) {
  // The tree has the names as the scanner cut them; only its tokens are as they were written.
  for (const Token& token : tokens_of(statement.sql)) {
    if (token.kind != TokenKind::identifier) continue;
    const std::string_view name = token.of(statement.sql);
    const std::size_t quotes = name.starts_with('"') ? 2 : 0;
    if (name.size() - quotes <= longest) continue;
    findings.add({.message = std::format("{} is cut after {} bytes", name, longest), .location = token.begin});
  }
}

constexpr auto rules = std::to_array<Rule>({
    {.id = "unreadable",
     .title = "cannot be split into statements",
     .reason = "An unterminated quote, a NUL byte, a COPY without its end, or a command of psql: the run fails on it.",
     .safe_way = "Mend the file"},
    {.id = "unjudged",
     .title = "holds a statement that PostgreSQL 17's grammar does not know",
     .reason = "It is a mistake, or SQL of a newer server: either way, nothing is known of what it does.",
     .safe_way = "Mend it, or silence this if a newer server takes it",
     .level = Level::warn},
    {.id = "long-identifier",
     .title = "uses a name of more than 63 bytes",
     .reason = "PostgreSQL cuts it off with no more than a notice, and two long names may become one.",
     .safe_way = "A shorter name",
     .level = Level::warn,
     .check = long_identifier},
    {.id = "unknown-rule",
     .title = "silences a rule that there is not",
     .reason = "It is mistyped, so nothing is silenced.",
     .safe_way = "chandler migrate lint --rules lists them",
     .level = Level::warn},
    {.id = "unused-ignore",
     .title = "silences what is not found",
     .reason = "The comment says more than is so. With a database this may be for its tables are small.",
     .safe_way = "Take the comment out",
     .level = Level::off},
});

}  // namespace

const Rule& unreadable = rules[0];
const Rule& unjudged = rules[1];
const Rule& unknown_rule = rules[3];
const Rule& unused_ignore = rules[4];

std::span<const Rule> file_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
