#include "init/migrate/lint/silence.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "init/migrate/lint/peers.hpp"
#include "init/migrate/lint/registry.hpp"
#include "init/migrate/lint/tree/tokens.hpp"

namespace chandler::migrate::lint {
namespace {

constexpr std::string_view blanks = " \t\r\n";

struct Keyword {
  std::string_view text;
  bool whole_file;
  bool squawk;
};
// The longer of two that begin alike comes first.
constexpr std::array<Keyword, 4> keywords{{{"chandler:lint-ignore-file", true, false},
                                           {"chandler:lint-ignore", false, false},
                                           {"squawk-ignore-file", true, true},
                                           {"squawk-ignore", false, true}}};

std::string_view body_of(std::string_view comment) {
  comment.remove_prefix(2);
  if (comment.ends_with("*/")) comment.remove_suffix(2);
  comment.remove_prefix(std::min(comment.find_first_not_of(blanks), comment.size()));
  return comment;
}

std::string_view skip_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(blanks), text.size()));
}

// "a, b because …": a and b.
std::vector<std::string_view> listed(std::string_view text) {
  std::vector<std::string_view> out;
  for (text = skip_blanks(text); !text.empty();) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n,:"), text.size());
    out.push_back(text.substr(0, end));
    text = skip_blanks(text.substr(end));
    if (!text.starts_with(',')) break;
    text = skip_blanks(text.substr(1));
  }
  return out;
}

void take_squawk(std::string_view id, Silence& silence) {
  for (const std::string_view ours : listed(ours_for_squawk(id))) silence.rules.emplace_back(ours);
}

void take_ours(std::string_view id, Silence& silence) {
  (find_rule(id) != nullptr ? silence.rules : silence.unknown).emplace_back(id);
}

std::optional<Silence> read(std::string_view comment) {
  const std::string_view body = body_of(comment);
  for (const Keyword& keyword : keywords) {
    if (!body.starts_with(keyword.text)) continue;
    const std::string_view rest = body.substr(keyword.text.size());
    if (!rest.empty() && !blanks.contains(rest.front()) && rest.front() != ':') return std::nullopt;
    const auto ids = listed(rest.starts_with(':') ? rest.substr(1) : rest);
    Silence out{.whole_file = keyword.whole_file, .all_rules = keyword.squawk && keyword.whole_file && ids.empty()};
    for (const std::string_view id : ids) (keyword.squawk ? take_squawk : take_ours)(id, out);
    if (ids.empty() && !keyword.squawk) out.unknown.emplace_back();
    return out;
  }
  return std::nullopt;
}

}  // namespace

bool Silence::covers(std::size_t statement_index, std::string_view rule) const {
  if (!whole_file && statement != statement_index) return false;
  return all_rules || std::ranges::contains(rules, rule);
}

std::vector<Silence> silences_in(std::string_view text, const std::vector<sql::Range>& statements,
                                 const std::vector<sql::Range>& with_comments) {
  std::vector<Silence> out;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const sql::Range& around = with_comments[i];
    const std::string_view part = around.of(text);
    if (!part.contains("lint-ignore") && !part.contains("squawk-ignore")) continue;
    for (const Token& token : tokens_of(part)) {
      if (token.kind == TokenKind::other || token.kind == TokenKind::identifier) continue;
      auto silence = read(token.of(part));
      if (!silence) continue;
      silence->at = around.begin + token.begin;
      // Behind the previous statement, on the line where it ends.
      const bool behind =
          i > 0 && !text.substr(statements[i - 1].end, silence->at - statements[i - 1].end).contains('\n');
      silence->statement = behind ? i - 1 : i;
      if (silence->whole_file && silence->at > statements.front().begin) {
        silence->unknown.emplace_back("chandler:lint-ignore-file below the first statement");
        silence->rules.clear();
        silence->all_rules = false;
      }
      out.push_back(*std::move(silence));
    }
  }
  return out;
}

}  // namespace chandler::migrate::lint
