#include "init/migrate/lint/tree/parse.hpp"

#include <utility>

#include <nlohmann/json.hpp>
#include <pg_query.h>

namespace chandler::migrate::lint {
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

}  // namespace

std::optional<Tree> Tree::parse(std::string_view sql) {
  const ParseResult parsed{std::string(sql)};
  if (parsed.value.error != nullptr) return std::nullopt;
  json tree = json::parse(parsed.value.parse_tree);
  const auto statements = tree.find("stmts");
  if (statements == tree.end() || statements->empty()) return std::nullopt;
  return Tree(std::make_unique<json>(std::move(statements->front().at("stmt"))));
}

Tree::Tree(std::unique_ptr<json> tree) : json_(std::move(tree)) {}
Tree::~Tree() = default;
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree&&) noexcept = default;

Node Tree::statement() const {
  return Node(*json_);
}

}  // namespace chandler::migrate::lint
