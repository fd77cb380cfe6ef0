#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "init/migrate/lint/tree/node.hpp"

namespace chandler::migrate::lint {

// The parse tree of one statement, by PostgreSQL 17's grammar.
class Tree {
 public:
  // Nothing where the grammar does not know the statement, or the text holds none.
  static std::optional<Tree> parse(std::string_view sql);
  ~Tree();
  Tree(Tree&&) noexcept;
  Tree& operator=(Tree&&) noexcept;
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  // {"AlterTableStmt": {…}}
  Node statement() const;

 private:
  explicit Tree(std::unique_ptr<nlohmann::json> json);
  std::unique_ptr<nlohmann::json> json_;
};

}  // namespace chandler::migrate::lint
