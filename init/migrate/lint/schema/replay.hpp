#pragma once

#include "init/migrate/lint/schema/schema.hpp"
#include "init/migrate/lint/tree/statement.hpp"

namespace chandler::migrate::lint {

// Changes the schema as the statement would. What it cannot know (LIKE, dynamic SQL) it leaves out, and
// marks the table's columns as not all known. `origin`: of a statement that is judged; what it makes is
// fresh then. Without: of one that was applied before.
void replay(const Statement& statement, const std::optional<Origin>& origin, Schema& schema);

}  // namespace chandler::migrate::lint
