#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "init/migrate/plan.hpp"

namespace chandler::migrate::goose_layout {

// Replaces in one line what goose does between ENVSUB ON and OFF: $NAME and ${NAME}, ${NAME-default},
// ${NAME:-default}, ${NAME:offset}, ${NAME:offset:length}, ${NAME?message}; "$$" and "\$" give one "$", and
// "$(" stays. An unset name is empty. Errors: migrate.placeholder; `where` is the place in the line.
core::Expected<std::string> substitute(std::string_view line, const Variables& variables);

}  // namespace chandler::migrate::goose_layout
