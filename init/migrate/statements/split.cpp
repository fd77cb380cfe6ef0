#include "init/migrate/statements/split.hpp"

#include <algorithm>
#include <format>
#include <memory>
#include <string>

#include <pg_query.h>

#include "init/migrate/statements/position.hpp"
#include "init/migrate/statements/traits.hpp"

namespace chandler::migrate {
namespace {

core::Error syntax_error(std::string_view text, std::size_t byte, std::string message, std::string hint = {}) {
  const Place place = place_of(text, byte);
  return {.code = "migrate.syntax",
          .message = std::move(message),
          .where = std::format("{}:{}", place.line, place.column),
          .hint = std::move(hint)};
}

struct SplitResult {
  explicit SplitResult(PgQuerySplitResult given) : value(given) {}
  ~SplitResult() { pg_query_free_split_result(value); }
  SplitResult(const SplitResult&) = delete;
  SplitResult& operator=(const SplitResult&) = delete;
  SplitResult(SplitResult&&) = delete;
  SplitResult& operator=(SplitResult&&) = delete;

  PgQuerySplitResult value;
};

std::vector<Range> ranges_of(const PgQuerySplitResult& result) {
  std::vector<Range> out;
  for (int i = 0; i < result.n_stmts; ++i) {
    const auto begin = static_cast<std::size_t>(result.stmts[i]->stmt_location);
    out.push_back({begin, begin + static_cast<std::size_t>(result.stmts[i]->stmt_len)});
  }
  return out;
}

// Where each statement of plain SQL ends, by libpg_query.
core::Expected<std::vector<Range>> ranges(std::string_view text, Range segment) {
  const std::string sql(segment.of(text));
  {
    // The grammar knows more than the scanner (BEGIN ATOMIC bodies), but only PostgreSQL 17's SQL.
    const SplitResult parsed(pg_query_split_with_parser(sql.c_str()));
    if (parsed.value.error == nullptr) return ranges_of(parsed.value);
  }
  const SplitResult scanned(pg_query_split_with_scanner(sql.c_str()));
  if (const PgQueryError* error = scanned.value.error; error != nullptr) {
    const std::size_t character = error->cursorpos > 0 ? static_cast<std::size_t>(error->cursorpos) - 1 : 0;
    return std::unexpected(syntax_error(text, segment.begin + byte_of_character(sql, character), error->message));
  }
  return ranges_of(scanned.value);
}

void append(std::vector<Statement>& out, std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t first = skip_blank(text.substr(0, end), begin);
  while (first < end && text[first] == ';') first = skip_blank(text.substr(0, end), first + 1);
  if (first >= end) {
    if (!out.empty()) out.back().whole.end = end;
    return;
  }
  out.push_back({.whole = {begin, end}, .sql = {first, end}, .copy_data = std::nullopt});
}

core::Expected<void> split_sql(std::vector<Statement>& out, std::string_view text, Range segment) {
  auto found = ranges(text, segment);
  if (!found) return std::unexpected(found.error());
  std::size_t begin = segment.begin;
  for (const Range& range : *found) {
    std::size_t end = std::min(segment.begin + range.end, segment.end);
    // libpg_query's scanner leaves out a statement that holds no keyword; it comes with the next one
    // or with the rest.
    if (end < segment.end && text[end] == ';') ++end;
    append(out, text, begin, end);
    begin = end;
  }
  append(out, text, begin, segment.end);
  return {};
}

std::size_t line_end(std::string_view text, std::size_t from) {
  return std::min(text.find('\n', from), text.size());
}

// The next line at or after `from` that is "\." alone: its first byte.
std::size_t end_of_copy(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find("\\.", from); at != std::string_view::npos; at = text.find("\\.", at + 1)) {
    const std::string_view rest = text.substr(at + 2, line_end(text, at) - at - 2);
    if ((at == 0 || text[at - 1] == '\n') && (rest.empty() || rest == "\r")) return at;
  }
  return std::string_view::npos;
}

bool same_letter(char a, char b) {
  return a == b || (a >= 'A' && a <= 'Z' && a + ('a' - 'A') == b);
}

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from, std::size_t end) {
  const auto region = text.substr(0, end);
  const auto hit = std::ranges::search(region.substr(std::min(from, end)), word, same_letter);
  return hit.empty() ? std::string_view::npos : static_cast<std::size_t>(hit.begin() - region.begin());
}

// The COPY … FROM stdin whose data ends at `data_end`, in text from `begin` on: the statements up to and
// with it. A candidate is each line that says stdin and ends in ';'; libpg_query says whether it is one.
core::Expected<std::vector<Statement>> up_to_copy(std::string_view text, std::size_t begin, std::size_t data_end) {
  for (std::size_t at = find_word(text, "stdin", begin, data_end); at != std::string_view::npos;
       at = find_word(text, "stdin", at + 1, data_end)) {
    const std::size_t semicolon = text.find(';', at);
    if (semicolon >= data_end) break;
    const std::size_t end_of_line = line_end(text, semicolon);
    if (text.substr(semicolon + 1, end_of_line - semicolon - 1).find_first_not_of(" \t\r") != std::string_view::npos) {
      continue;
    }
    std::vector<Statement> found;
    if (!split_sql(found, text, {begin, semicolon + 1}) || found.empty()) continue;
    if (!traits_of(found.back().sql.of(text)).copy_from_stdin) continue;
    found.back().copy_data = Range{std::min(end_of_line + 1, data_end), data_end};
    return found;
  }
  return std::unexpected(syntax_error(text, data_end,
                                      "\"\\.\" ends the data of a COPY … FROM stdin, but none stands before it",
                                      "Remove the line, or put COPY … FROM stdin; above the data"));
}

core::Expected<void> require_copy_data(const std::vector<Statement>& statements, std::string_view text) {
  for (const Statement& statement : statements) {
    const bool candidate = find_word(text, "stdin", statement.sql.begin, statement.sql.end) != std::string_view::npos;
    if (statement.copy_data || !candidate || !traits_of(statement.sql.of(text)).copy_from_stdin) continue;
    return std::unexpected(syntax_error(text, statement.sql.begin, "COPY … FROM stdin has no data in this file",
                                        "Put the rows below it and end them with a line \"\\.\""));
  }
  return {};
}

}  // namespace

std::size_t skip_blank(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while (at < text.size()) {
    if (std::string_view(" \t\n\r\f\v").contains(text[at])) {
      ++at;
    } else if (text.substr(at).starts_with("--")) {
      at = line_end(text, at);
    } else if (text.substr(at).starts_with("/*")) {
      std::size_t depth = 0;  // PostgreSQL's comments nest
      do {
        const auto rest = text.substr(at);
        if (rest.starts_with("/*")) ++depth;
        if (rest.starts_with("*/")) --depth;
        at += rest.starts_with("/*") || rest.starts_with("*/") ? 2UZ : 1UZ;
      } while (depth > 0 && at < text.size());
    } else {
      return at;
    }
  }
  return text.size();
}

core::Expected<std::vector<Statement>> split(std::string_view text) {
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return std::unexpected(syntax_error(text, nul, "the file holds a NUL byte, which no SQL may",
                                        "Save it as UTF-8 (UTF-16 files look like this)"));
  }
  std::vector<Statement> out;
  std::size_t begin = 0;
  for (std::size_t data_end = end_of_copy(text, 0); data_end != std::string_view::npos;
       data_end = end_of_copy(text, begin)) {
    auto statements = up_to_copy(text, begin, data_end);
    if (!statements) return std::unexpected(statements.error());
    begin = std::min(line_end(text, data_end) + 1, text.size());
    statements->back().whole.end = begin;
    out.insert(out.end(), statements->begin(), statements->end());
  }
  if (auto rest = split_sql(out, text, {begin, text.size()}); !rest) return std::unexpected(rest.error());
  if (auto complete = require_copy_data(out, text); !complete) return std::unexpected(complete.error());
  return out;
}

}  // namespace chandler::migrate
