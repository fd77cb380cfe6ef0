#include <format>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/commands/migrate_flags.hpp"
#include "cli/commands/migrate_run.hpp"
#include "cli/failure.hpp"
#include "cli/terminal.hpp"
#include "init/migrate/migrate.hpp"

namespace chandler::cli {
namespace {

struct DownFlags {
  std::string to;
  bool yes = false;
};

core::Error refusal(std::string code, std::string message, std::string hint) {
  return {.outcome = core::Outcome::problem,
          .code = std::move(code),
          .message = std::move(message),
          .where = "chandler migrate down",
          .hint = std::move(hint)};
}

std::string question(const migrate::Plan& plan) {
  std::string text = std::format("This goes down from version {} to {} by running:\n",
                                 migrate::or_none(plan.from_version), migrate::or_none(plan.to_version));
  for (const migrate::Step& step : plan.pending) text += std::format("  {}\n", step.file);
  return text + "What these drop is gone. Go on?";
}

int run_down(const MigrateFlags& flags, const DownFlags& down, const Process& process) {
  // Every injected container has it. A way down loses data, and no pod's start is the moment to decide that.
  if (process.environment("CHANDLER_POD")) {
    return report_failure(refusal("migrate.down_in_pod", "going down is for a person at a terminal, never for a pod",
                                  "Run it by hand against the database"));
  }
  auto options = read_options(flags, process);
  if (!options) return report_failure(options.error());
  options->direction = migrate::Direction::down;
  options->target = down.to;
  if (options->dry_run) return run_migration(flags, *std::move(options), process);
  options->dry_run = true;
  migrate::Summary summary;
  if (auto looked = migrate::migrate(*options, process.stop, summary); !looked) return report_failure(looked.error());
  if (summary.plan->pending.empty()) {
    std::cout << std::format("nothing to undo: the database is at version {}\n", migrate::or_none(summary.to_version));
    return 0;
  }
  if (!down.yes && !confirmed(question(*summary.plan))) {
    return report_failure(refusal("migrate.not_confirmed", "nobody said yes, and nothing was done",
                                  "Answer yes at a terminal, or give --yes"));
  }
  options->dry_run = false;
  options->down_from = summary.plan->from_version;
  return run_migration(flags, *std::move(options), process);
}

}  // namespace

void add_migrate_down(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen) {
  CLI::App& command = add_migrate_subcommand(migrate, "down",
                                             "Undo migrations, newest first, by the files' own way back; never in pods",
                                             "\nExamples:\n"
                                             "  chandler migrate down --to 7 --source ./migrations --dry-run\n"
                                             "  chandler migrate down --to 7 --source ./migrations --yes\n");
  const auto down = std::make_shared<DownFlags>();
  command.add_option("--to", down->to, "The version that stays applied; 0 undoes all")->required();
  command.add_flag("--yes", down->yes, "Do not ask");
  command.callback([flags, down, &chosen] {
    chosen = [flags, down](const Process& process) { return run_down(*flags, *down, process); };
  });
}

}  // namespace chandler::cli
