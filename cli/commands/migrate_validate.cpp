#include <format>
#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/commands/migrate_flags.hpp"
#include "cli/failure.hpp"
#include "init/migrate/by_hand.hpp"

namespace chandler::cli {
namespace {

int run_validate(const MigrateFlags& flags, const Process& process) {
  const auto options = read_options(flags, process);
  if (!options) return report_failure(options.error());
  const auto validation = migrate::validate(*options, process.stop);
  if (!validation) return report_failure(validation.error());
  for (const core::Error& problem : validation->problems) report_failure(problem);
  if (!validation->problems.empty()) return static_cast<int>(core::Outcome::problem);
  std::cout << std::format("{}: {} migrations, history and files agree\n", validation->layout, validation->migrations);
  return 0;
}

}  // namespace

void add_migrate_validate(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen) {
  CLI::App& command = add_migrate_subcommand(
      migrate, "validate", "Compare history and files, and read what is pending; exit 2 with every problem found",
      "\nExample:\n  chandler migrate validate --source ./migrations --database postgresql://app@localhost/menu\n");
  command.callback(
      [flags, &chosen] { chosen = [flags](const Process& process) { return run_validate(*flags, process); }; });
}

}  // namespace chandler::cli
