#include "sql/split.hpp"

#include <algorithm>
#include <format>
#include <string>

#include "core/text/utf8.hpp"
#include "sql/position.hpp"
#include "sql/scan.hpp"
#include "sql/traits.hpp"
#include "sql/words.hpp"

namespace chandler::sql {
namespace {

constexpr std::size_t usual_window = 128UZ * 1024;

// Beyond, a text that says "atomic" is split by the scanner alone.
constexpr std::size_t largest_parsed = 1024UZ * 1024;

// Rows are looked through, and given back, in such parts.
constexpr std::size_t rows_part = 1024UZ * 1024;

core::Error syntax_error(std::string_view text, std::size_t byte, std::string message, std::string hint = {}) {
  const Place place = place_of(text, byte);
  return {.code = "sql.syntax",
          .message = std::move(message),
          .where = std::format("{}:{}", place.line, place.column),
          .hint = std::move(hint)};
}

std::size_t line_end(std::string_view text, std::size_t from) {
  return std::min(text.find('\n', from), text.size());
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// The end of the first statement in `part` whose last line says stdin and ends in ';': rows may follow it.
std::optional<std::size_t> end_before_rows(std::string_view text, Range part) {
  for (std::size_t at = find_word(text, "stdin", part); at != std::string_view::npos;
       at = find_word(text, "stdin", {at + 1, part.end})) {
    const std::size_t semicolon = text.substr(0, part.end).find(';', at);
    if (semicolon == std::string_view::npos) return std::nullopt;
    if (is_blank(text.substr(semicolon + 1, line_end(text, semicolon) - semicolon - 1))) return semicolon + 1;
  }
  return std::nullopt;
}

bool reads_rows(std::string_view text, const Statement& statement) {
  const std::string_view sql = statement.sql.of(text);
  return mentions(sql, "stdin") && traits_of(sql).copy_from_stdin;
}

// Short of the middle of a line or a character.
std::size_t cut_before(std::string_view text, std::size_t begin, std::size_t end) {
  const std::size_t line = text.substr(begin, end - begin).rfind('\n');
  if (line != std::string_view::npos) return begin + line + 1;
  while (end > begin + 1 && !core::text::starts_character(text[end])) --end;
  return end;
}

// The statements of text[begin, …) whose ends are at `found`, and what follows the last of them, up to `end`.
std::vector<Statement> statements_of(std::string_view text, std::size_t begin, const std::vector<Range>& found,
                                     std::size_t end) {
  std::vector<Statement> out;
  const auto append = [&](Range whole) {
    const std::string_view upto = text.substr(0, whole.end);
    std::size_t first = skip_blank(upto, whole.begin);
    while (first < whole.end && text[first] == ';') first = skip_blank(upto, first + 1);
    if (first < whole.end) {
      out.push_back({.whole = whole, .sql = {first, whole.end}, .copy_data = std::nullopt});
    } else if (!out.empty()) {
      out.back().whole.end = whole.end;
    }
  };
  std::size_t at = begin;
  for (const Range& range : found) {
    std::size_t after = std::min(begin + range.end, end);
    if (after < end && text[after] == ';') ++after;
    append({at, after});
    at = after;
  }
  if (at < end) append({at, end});
  return out;
}

// How many of `found` are complete: ended by a ';' that lies in the text.
void drop_incomplete(std::vector<Range>& found, const std::string& sql) {
  while (!found.empty() && (found.back().end >= sql.size() || sql[found.back().end] != ';')) found.pop_back();
}

}  // namespace

Splitter::Splitter(std::string_view text, Range part, Seen seen)
    : text_(text),
      end_(part.end),
      at_(part.begin),
      past_stdin_(part.begin),
      seen_until_(part.begin),
      seen_(std::move(seen)) {}

core::Expected<std::optional<Chunk>> Splitter::next() {
  see(at_);
  if (at_ >= end_) return std::nullopt;
  for (std::size_t size = usual_window;;) {
    const bool to_the_end = end_ - at_ <= size;
    std::size_t end = to_the_end ? end_ : cut_before(text_, at_, at_ + size);
    const auto rows = end_before_rows(text_, {std::max(at_, past_stdin_), end});
    if (rows) end = *rows;
    auto chunk = read({at_, end}, end == end_, !rows && size < largest_parsed);
    if (!chunk) return std::unexpected(chunk.error());
    if (rows) {
      past_stdin_ = *rows;
      // Else the words are a string's or a comment's.
      if (*chunk && (*chunk)->whole.end == *rows && !(*chunk)->statements.empty() &&
          reads_rows(text_, (*chunk)->statements.back())) {
        if (auto taken = take_rows(**chunk); !taken) return std::unexpected(taken.error());
      }
    } else if (!*chunk) {
      size *= 2;  // a statement that is longer
    }
    if (!*chunk) continue;
    if (auto sound = require_sound(**chunk); !sound) return std::unexpected(sound.error());
    at_ = (*chunk)->whole.end;
    return chunk;
  }
}

// The statements that end in a part of the text; nullopt when none does.
core::Expected<std::optional<Chunk>> Splitter::read(Range part, bool last, bool may_grow) const {
  std::string sql(part.of(text_));
  if (const std::size_t nul = sql.find('\0'); nul != std::string::npos) {
    return std::unexpected(syntax_error(text_, part.begin + nul, "the file holds a NUL byte, which no SQL may",
                                        "Save it as UTF-8 (UTF-16 files look like this)"));
  }
  auto found = scan(sql);
  if (!found) {
    if (last) return std::unexpected(syntax_error(text_, part.begin + found.error().byte, found.error().message));
    // The part ends in the middle of a quote or a comment: read what lies before that.
    sql.resize(found.error().byte);
    found = scan(sql);
    if (!found) return std::nullopt;
  }
  std::size_t end = part.begin + sql.size();
  if (!last || end < part.end) {
    drop_incomplete(*found, sql);
    if (found->empty()) return std::nullopt;
    sql.resize(found->back().end + 1);
    end = part.begin + sql.size();
  }
  if (sql.size() <= largest_parsed && mentions(sql, "atomic")) {
    if (auto parsed = parse(sql)) {
      found = *std::move(parsed);
    } else if (!last && may_grow) {
      return std::nullopt;  // the body's end may lie beyond
    }
  }
  return Chunk{.whole = {part.begin, end}, .statements = statements_of(text_, part.begin, *found, end)};
}

// The rows of the chunk's last statement: up to the line "\." and with it.
core::Expected<void> Splitter::take_rows(Chunk& chunk) {
  Statement& copy = chunk.statements.back();
  const std::size_t first = std::min(line_end(text_, chunk.whole.end) + 1, end_);
  for (std::size_t at = first; at < end_;) {
    // A line at a time at its end only: "\." is rare.
    const std::size_t until = std::min(at + rows_part, end_);
    const std::size_t hit = text_.substr(0, std::min(until + 3, end_)).find("\\.", at);
    if (hit == std::string_view::npos) {
      at = until;
      see(at);
      continue;
    }
    const std::string_view rest = text_.substr(hit + 2, std::min<std::size_t>(2, end_ - hit - 2));
    const bool alone = rest.empty() || rest.starts_with('\n') || rest == "\r\n" || rest == "\r";
    if ((hit == first || text_[hit - 1] == '\n') && alone) {
      copy.copy_data = Range{first, hit};
      copy.whole.end = chunk.whole.end = std::min(line_end(text_, hit) + 1, end_);
      return {};
    }
    at = hit + 1;
  }
  return std::unexpected(syntax_error(text_, copy.sql.begin, "COPY … FROM stdin has no data in this file",
                                      "Put the rows below it and end them with a line \"\\.\""));
}

core::Expected<void> Splitter::require_sound(const Chunk& chunk) const {
  const bool says_stdin = find_word(text_, "stdin", chunk.whole) != std::string_view::npos;
  for (const Statement& statement : chunk.statements) {
    if (statement.sql.of(text_).starts_with("\\.")) {
      return std::unexpected(syntax_error(text_, statement.sql.begin,
                                          "\"\\.\" ends the data of a COPY … FROM stdin, but none stands before it",
                                          "Remove the line, or put COPY … FROM stdin; above the data"));
    }
    if (!says_stdin || statement.copy_data || !reads_rows(text_, statement)) continue;
    return std::unexpected(syntax_error(text_, statement.sql.begin, "COPY … FROM stdin has no data in this file",
                                        "Put the rows below its line and end them with a line \"\\.\""));
  }
  return {};
}

void Splitter::see(std::size_t until) {
  if (seen_ && until > seen_until_) seen_(text_.substr(seen_until_, until - seen_until_));
  seen_until_ = std::max(seen_until_, until);
}

core::Expected<std::vector<Statement>> split(std::string_view text) {
  return split(text, {0, text.size()});
}

core::Expected<std::vector<Statement>> split(std::string_view text, Range part) {
  std::vector<Statement> out;
  Splitter splitter(text, part);
  for (;;) {
    auto chunk = splitter.next();
    if (!chunk) return std::unexpected(chunk.error());
    if (!*chunk) return out;
    if ((*chunk)->statements.empty() && !out.empty()) out.back().whole.end = (*chunk)->whole.end;
    out.insert(out.end(), (*chunk)->statements.begin(), (*chunk)->statements.end());
  }
}

}  // namespace chandler::sql
