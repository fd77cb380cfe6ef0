#include "init/migrate/migrate.hpp"

#include <array>
#include <format>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/commands/migrate_flags.hpp"
#include "core/report.hpp"
#include "init/wait/wait.hpp"
#include "platform/log/log.hpp"
#include "platform/process/one_shot.hpp"

namespace chandler::cli {
namespace {

using nlohmann::ordered_json;

core::Expected<void> wait_first(const MigrateFlags& flags, const migrate::Options& options, const Process& process) {
  if (flags.wait_for.empty()) return {};
  wait::Options waiting;
  if (options.wait.count() > 0) waiting.timeout = options.wait;
  waiting.surroundings = {.database = options.database, .environment = process.environment};
  return wait::wait_for_all(flags.wait_for, waiting, process.stop);
}

core::Expected<void> migrate_all(const MigrateFlags& flags, const Process& process, migrate::Summary& summary) {
  const auto options = read_options(flags, process);
  if (!options) return std::unexpected(options.error());
  if (auto waited = wait_first(flags, *options, process); !waited) return waited;
  return migrate::migrate(*options, process.stop, summary);
}

void show_plan(const migrate::Plan& plan) {
  std::cout << std::format("{} pending, {} applied; from version {} to {}\n", plan.pending.size(), plan.applied,
                           plan.from_version.empty() ? "none" : plan.from_version,
                           plan.to_version.empty() ? "none" : plan.to_version);
  for (const migrate::Step& step : plan.pending) {
    std::cout << std::format("  {:<16}{}{}\n", step.version.empty() ? "repeatable" : step.version, step.file,
                             step.interrupted ? "  (begun by an earlier run)" : "");
  }
  for (const std::string& text : plan.notes) std::cout << "  note: " << text << '\n';
}

void show_verdict(const migrate::Summary& summary) {
  const std::string version = summary.to_version.empty() ? "none" : summary.to_version;
  if (summary.applied > 0) {
    platform::log::info("migrated", std::format("applied {} migration{}; the database is at version {}",
                                                summary.applied, summary.applied == 1 ? "" : "s", version));
  } else {
    platform::log::info("up_to_date", std::format("nothing pending; the database is at version {}{}", version,
                                                  summary.ahead ? ", ahead of the files" : ""));
  }
}

ordered_json details_of(const MigrateFlags& flags, const migrate::Summary& summary) {
  ordered_json details{{"layout", summary.layout},   {"from", summary.from_version}, {"to", summary.to_version},
                       {"applied", summary.applied}, {"pending", summary.pending},   {"source", flags.source}};
  if (summary.ahead) details["ahead"] = true;
  if (!summary.slowest_file.empty()) {
    details["slowest"] = {{"file", summary.slowest_file}, {"duration_ms", summary.slowest.count()}};
  }
  if (summary.plan) {
    auto files = ordered_json::array();
    for (const migrate::Step& step : summary.plan->pending) files.push_back(step.file);
    details["plan"] = std::move(files);
  }
  return details;
}

int run_migrate(const MigrateFlags& flags, const Process& process) {
  core::Report report{.tool = "migrate", .started = std::chrono::system_clock::now()};
  const auto began = std::chrono::steady_clock::now();
  migrate::Summary summary;
  if (auto done = migrate_all(flags, process, summary); !done) {
    report.outcome = done.error().outcome;
    report.error = done.error();
  } else if (summary.plan) {
    show_plan(*summary.plan);
  } else {
    show_verdict(summary);
  }
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  return platform::finish(report, details_of(flags, summary), flags.report);
}

}  // namespace

void add_migrate(CLI::App& app, Body& chosen) {
  const auto flags = std::make_shared<MigrateFlags>();
  CLI::App* command = app.add_subcommand("migrate", "Apply pending schema migrations, alone or beside other replicas");
  add_migrate_flags(*command, *flags);
  CLI::App& up = add_migrate_subcommand(*command, "up", "Apply what is pending: the same as `chandler migrate`", "");
  static constexpr std::array<AddMigrateSubcommand, 0> subcommands{};
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
    chosen = [flags](const Process& process) { return run_migrate(*flags, process); };
  });
}

}  // namespace chandler::cli
