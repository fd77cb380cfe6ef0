#pragma once

#include "cli/commands/migrate_flags.hpp"
#include "init/migrate/migrate.hpp"

namespace chandler::cli {

// Up or down, as the options say, with the report at the end. The exit code.
int run_migration(const MigrateFlags& flags, core::Expected<migrate::Options> options, const Process& process);

}  // namespace chandler::cli
