#pragma once

#include "core/error.hpp"
#include "init/migrate/migrate.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/run/standing.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate {

// Hands the SQL of a step to options.show_sql as it would be sent, the history's rows with it: a text that
// psql could run. Errors: those of prepare.
core::Expected<void> show_sql(const Step& step, const Standing& standing, const Folder& folder, const Options& options);

}  // namespace chandler::migrate
