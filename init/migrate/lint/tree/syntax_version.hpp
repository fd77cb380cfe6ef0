#pragma once

#include <optional>
#include <string_view>

#include "init/migrate/lint/tree/statement.hpp"

namespace chandler::migrate::lint {

// A form of SQL, and the PostgreSQL that it came with.
struct Syntax {
  int version = 13;
  std::string_view what;
};

// The newest form that the statement uses, of those that came after PostgreSQL 13.
std::optional<Syntax> newest_syntax(const Statement& statement);

}  // namespace chandler::migrate::lint
