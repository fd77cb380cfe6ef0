#include "init/migrate/lint/tree/parse.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "sql/parse_tree.hpp"

namespace chandler::migrate::lint {

using nlohmann::json;

std::optional<Tree> Tree::parse(std::string_view sql) {
  const auto tree = sql::parse_tree(sql);
  if (tree == nullptr) return std::nullopt;
  const auto statements = tree->find("stmts");
  if (statements == tree->end() || statements->empty()) return std::nullopt;
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
