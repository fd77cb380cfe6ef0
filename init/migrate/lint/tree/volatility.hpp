#pragma once

#include "init/migrate/lint/tree/node.hpp"

namespace chandler::migrate::lint {

// Whether an expression may give another value for each row: it calls a function that is not known to
// keep its value for the length of a statement.
bool may_be_volatile(Node expression);

}  // namespace chandler::migrate::lint
