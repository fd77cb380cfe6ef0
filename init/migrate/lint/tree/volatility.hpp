#pragma once

#include <vector>

#include "init/migrate/lint/tree/names.hpp"
#include "init/migrate/lint/tree/node.hpp"

namespace chandler::migrate::lint {

// Whether an expression may give another value for each row: it calls a function that is not known to
// keep its value for the length of a statement. `steady`: functions besides PostgreSQL's own that are.
bool may_be_volatile(Node expression, const std::vector<Name>& steady);

// The function that a CREATE FUNCTION makes, where it is declared STABLE or IMMUTABLE; else no name.
Name steady_function(Node create_function);

}  // namespace chandler::migrate::lint
