#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "core/error.hpp"
#include "init/migrate/migrate.hpp"
#include "platform/process/one_shot.hpp"

namespace chandler::cli {

// The flags of `chandler migrate`, as written. They are declared once, on `migrate`; its sub-commands
// (status, down, …) take them from there, before or after their own name.
struct MigrateFlags {
  std::string source;
  std::string database;
  std::string layout = "auto";
  std::string target;
  std::string baseline;
  std::string on_ahead = "fail";
  std::string out_of_order = "as-tool";
  std::string lock_timeout = "5s";
  std::string statement_timeout = "0s";
  std::string patience = "5m";
  std::vector<std::string> placeholders;
  std::string wait;
  std::vector<std::string> wait_for;
  std::string lint = "off";
  bool dry_run = false;
  platform::ReportTarget report;
};

void add_migrate_flags(CLI::App& migrate, MigrateFlags& flags);

// Reads what is written into options. Errors: cli.bad_flag (usage), and resolve_settings'.
core::Expected<migrate::Options> read_options(const MigrateFlags& flags, const Process& process);

// A sub-command of `migrate`: its help ends with the flags that it takes from there, then `examples`.
// Its callback stores its body in `chosen`, as a command of its own would.
CLI::App& add_migrate_subcommand(CLI::App& migrate, const std::string& name, const std::string& description,
                                 const std::string& examples);

// Declares one sub-command; migrate.cpp lists them all. The flags are complete when a body runs.
using MigrateFlagsPtr = std::shared_ptr<const MigrateFlags>;
using AddMigrateSubcommand = void (*)(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen);

}  // namespace chandler::cli
