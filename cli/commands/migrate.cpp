#include <array>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/commands/migrate_flags.hpp"
#include "cli/commands/migrate_run.hpp"

namespace chandler::cli {

void add_migrate_down(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen);
void add_migrate_lint(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen);
void add_migrate_repair(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen);
void add_migrate_status(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen);
void add_migrate_validate(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen);

void add_migrate(CLI::App& app, Body& chosen) {
  const auto flags = std::make_shared<MigrateFlags>();
  CLI::App* command = app.add_subcommand("migrate", "Apply pending schema migrations, alone or beside other replicas");
  add_migrate_flags(*command, *flags);
  CLI::App& up = add_migrate_subcommand(*command, "up", "Apply what is pending: the same as `chandler migrate`", "");
  static constexpr auto subcommands = std::to_array<AddMigrateSubcommand>(
      {add_migrate_status, add_migrate_validate, add_migrate_lint, add_migrate_down, add_migrate_repair});
  for (const AddMigrateSubcommand add : subcommands) add(*command, flags, chosen);
  command->footer(
      "Examples:\n"
      "  chandler migrate --source ./migrations --database postgresql://app@localhost/menu\n"
      "  chandler migrate --source ./sql --layout flyway --placeholder schema=menu --dry-run\n"
      "  chandler migrate --source ./migrations --wait=60 --wait-for service/order-db:5432\n"
      "Exit codes: 0 up to date, 1 could not (try again), 2 a person must look, 64 wrong usage.");
  command->callback([flags, command, &up, &chosen] {
    // A sub-command's callback ran before this one and has chosen already.
    if (!command->get_subcommands().empty() && !command->got_subcommand(&up)) return;
    chosen = [flags](const Process& process) { return run_migration(*flags, read_options(*flags, process), process); };
  });
}

}  // namespace chandler::cli
