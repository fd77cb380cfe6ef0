#include "sql/scan.hpp"

#include <algorithm>
#include <cstddef>

#include <pg_query.h>

#include "sql/position.hpp"

namespace chandler::sql {
namespace {

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

}  // namespace

std::expected<std::vector<Range>, ScanError> scan(const std::string& sql) {
  const SplitResult scanned(pg_query_split_with_scanner(sql.c_str()));
  if (const PgQueryError* error = scanned.value.error; error != nullptr) {
    const std::size_t character = error->cursorpos > 0 ? static_cast<std::size_t>(error->cursorpos) - 1 : 0;
    return std::unexpected(ScanError{byte_of_character(sql, character), error->message});
  }
  return ranges_of(scanned.value);
}

std::optional<std::vector<Range>> parse(const std::string& sql) {
  const SplitResult parsed(pg_query_split_with_parser(sql.c_str()));
  if (parsed.value.error != nullptr) return std::nullopt;
  return ranges_of(parsed.value);
}

std::size_t skip_blank(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while (at < text.size()) {
    if (std::string_view(" \t\n\r\f\v").contains(text[at])) {
      ++at;
    } else if (text.substr(at).starts_with("--")) {
      at = std::min(text.find('\n', at), text.size());
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

}  // namespace chandler::sql
