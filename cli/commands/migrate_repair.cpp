#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/commands/migrate_flags.hpp"
#include "cli/failure.hpp"
#include "init/migrate/by_hand.hpp"

namespace chandler::cli {
namespace {

std::optional<migrate::Interrupted> word_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text == "applied" ? migrate::Interrupted::applied : migrate::Interrupted::not_applied;
}

int run_repair(const MigrateFlags& flags, const std::string& interrupted, const Process& process) {
  const auto options = read_options(flags, process);
  if (!options) return report_failure(options.error());
  const auto repairs = migrate::repair(*options, word_of(interrupted), process.stop);
  if (!repairs) return report_failure(repairs.error());
  if (repairs->empty()) std::cout << "nothing to mend: the history fits the files\n";
  for (const migrate::Repair& repair : *repairs) {
    std::cout << (options->dry_run ? "-- would say: " : "") << repair.what << '\n';
    if (options->dry_run) std::cout << repair.sql << '\n';
  }
  return 0;
}

}  // namespace

void add_migrate_repair(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen) {
  CLI::App& command = add_migrate_subcommand(
      migrate, "repair", "Mend the history, and nothing but the history, so that it fits files and facts",
      "\nExamples:\n"
      "  chandler migrate repair --source ./migrations --dry-run\n"
      "  chandler migrate repair --source ./migrations --interrupted not-applied\n");
  const auto interrupted = std::make_shared<std::string>();
  command
      .add_option("--interrupted", *interrupted,
                  "applied or not-applied: what migrations that were begun and not ended count as; look first")
      ->check(CLI::IsMember({"applied", "not-applied"}));
  command.callback([flags, interrupted, &chosen] {
    chosen = [flags, interrupted](const Process& process) { return run_repair(*flags, *interrupted, process); };
  });
}

}  // namespace chandler::cli
