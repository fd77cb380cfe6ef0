#include "sql/parse_tree.hpp"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>
#include <pg_query.h>

#include "core/text/utf8.hpp"

namespace chandler::sql {
namespace {

using nlohmann::json;

struct ParseResult {
  explicit ParseResult(const std::string& sql) : value(pg_query_parse(sql.c_str())) {}
  ~ParseResult() { pg_query_free_parse_result(value); }
  ParseResult(const ParseResult&) = delete;
  ParseResult& operator=(const ParseResult&) = delete;
  ParseResult(ParseResult&&) = delete;
  ParseResult& operator=(ParseResult&&) = delete;

  PgQueryParseResult value;
};

// A file in LATIN1 that sets client_encoding is no mistake, and libpg_query hands its bytes on.
std::string as_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = core::text::utf8_sequence(text);
    out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace

std::unique_ptr<json> parse_tree(std::string_view sql) {
  const ParseResult parsed{std::string(sql)};
  if (parsed.value.error != nullptr) return nullptr;
  json tree = json::parse(parsed.value.parse_tree, nullptr, false);
  if (tree.is_discarded()) tree = json::parse(as_utf8(parsed.value.parse_tree));
  return std::make_unique<json>(std::move(tree));
}

}  // namespace chandler::sql
