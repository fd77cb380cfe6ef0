#include "cli/commands/migrate_flags.hpp"

#include <format>
#include <utility>

#include <CLI/CLI.hpp>

#include "cli/duration_flag.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::cli {
namespace {

constexpr const char* shared_group = "The folder and the database";

core::Error bad_flag(std::string flag, std::string message, std::string hint = {}) {
  return {.outcome = core::Outcome::usage,
          .code = "cli.bad_flag",
          .message = std::move(message),
          .where = std::move(flag),
          .hint = std::move(hint)};
}

core::Expected<void> read_into(std::chrono::milliseconds& out, const std::string& flag, const std::string& text) {
  const auto duration = read_duration(flag, text);
  if (!duration) return std::unexpected(duration.error());
  out = *duration;
  return {};
}

core::Expected<void> read_wait(const std::string& text, std::chrono::seconds& out) {
  const auto seconds = read_seconds("--wait", text);
  if (!seconds) return std::unexpected(seconds.error());
  out = *seconds;
  return {};
}

core::Expected<void> read_placeholders(const std::vector<std::string>& pairs, std::map<std::string, std::string>& out) {
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      return std::unexpected(bad_flag("--placeholder", std::format("\"{}\" is not NAME=VALUE", pair)));
    }
    out[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return {};
}

void add_where(CLI::App& command, MigrateFlags& flags) {
  command.add_option("--source", flags.source, "The folder of migrations")
      ->envname("CHANDLER_SOURCE")
      ->group(shared_group);
  command
      .add_option("--database", flags.database, "PostgreSQL's address: postgresql://… or key=value; else PG* variables")
      ->envname("CHANDLER_DATABASE")
      ->group(shared_group);
  command.add_option("--layout", flags.layout, "Whose files and history these are; auto: found from the names")
      ->envname("CHANDLER_LAYOUT")
      ->capture_default_str()
      ->group(shared_group);
  command.add_option("--placeholder", flags.placeholders, "NAME=VALUE for ${NAME} in the files; repeat it")
      ->envname("CHANDLER_PLACEHOLDER")
      ->allow_extra_args(false)
      ->group(shared_group);
}

void add_what(CLI::App& command, MigrateFlags& flags) {
  command.add_option("--target", flags.target, "Go up to this version only")->envname("CHANDLER_TARGET");
  command.add_option("--on-ahead", flags.on_ahead, "fail or allow: a database that is ahead of the files")
      ->envname("CHANDLER_ON_AHEAD")
      ->check(CLI::IsMember({"fail", "allow"}))
      ->capture_default_str();
  command
      .add_option("--out-of-order", flags.out_of_order,
                  "as-tool, refuse or apply: a file that comes below an applied one")
      ->envname("CHANDLER_OUT_OF_ORDER")
      ->check(CLI::IsMember({"as-tool", "refuse", "apply"}))
      ->capture_default_str();
  command
      .add_option("--baseline", flags.baseline,
                  "First count everything up to this version as applied: for a database older than its migrations")
      ->envname("CHANDLER_BASELINE");
  command.add_flag("--dry-run", flags.dry_run, "Show what would be done with its SQL, and change nothing")
      ->envname("CHANDLER_DRY_RUN");
  command
      .add_option("--lint", flags.lint,
                  "off, warn or refuse: what to do about pending statements that lock or break a table in use")
      ->envname("CHANDLER_LINT")
      ->check(CLI::IsMember({"off", "warn", "refuse"}))
      ->capture_default_str();
  command.add_option("--report", flags.report.file, "Write the report here instead of /dev/termination-log")
      ->envname("CHANDLER_REPORT");
}

void add_how_long(CLI::App& command, MigrateFlags& flags) {
  command
      .add_option("--lock-timeout", flags.lock_timeout,
                  "How long one try waits for a table's lock; 0s: as the server is set")
      ->envname("CHANDLER_LOCK_TIMEOUT")
      ->capture_default_str();
  command
      .add_option("--statement-timeout", flags.statement_timeout,
                  "How long a statement may run; 0s: as the server is set")
      ->envname("CHANDLER_STATEMENT_TIMEOUT")
      ->capture_default_str();
  command
      .add_option("--patience", flags.patience,
                  "How long to go on without progress: tries at a lock, or a stuck other replica (exit 1)")
      ->envname("CHANDLER_PATIENCE")
      ->capture_default_str();
  command.add_option("--wait", flags.wait, "Wait for a database that is away, this many seconds (300)")
      ->envname("CHANDLER_WAIT")
      ->expected(0, 1)
      ->default_str("300");
  command
      .add_option("--wait-for", flags.wait_for,
                  "First wait for job/NAME, service/NAME:PORT, tcp:HOST:PORT, http(s)://… or database")
      ->envname("CHANDLER_WAIT_FOR")
      ->delimiter(',');
}

}  // namespace

void add_migrate_flags(CLI::App& migrate, MigrateFlags& flags) {
  add_where(migrate, flags);
  add_what(migrate, flags);
  add_how_long(migrate, flags);
}

core::Expected<migrate::Options> read_options(const MigrateFlags& flags, const Process& process) {
  migrate::Options options{.source = flags.source,
                           .layout = flags.layout,
                           .target = flags.target,
                           .baseline = flags.baseline,
                           .dry_run = flags.dry_run};
  if (flags.source.empty()) {
    return std::unexpected(bad_flag("--source", "it is required", "Give the folder that holds the migration files"));
  }
  if (flags.lint == "warn") options.lint = migrate::lint::LintMode::warn;
  if (flags.lint == "refuse") options.lint = migrate::lint::LintMode::refuse;
  options.on_ahead = flags.on_ahead == "allow" ? migrate::OnAhead::allow : migrate::OnAhead::fail;
  if (flags.out_of_order == "refuse") options.out_of_order = migrate::OutOfOrder::refuse;
  if (flags.out_of_order == "apply") options.out_of_order = migrate::OutOfOrder::apply;
  options.environment = process.environment;
  for (auto read : {read_into(options.lock_timeout, "--lock-timeout", flags.lock_timeout),
                    read_into(options.statement_timeout, "--statement-timeout", flags.statement_timeout),
                    read_into(options.patience, "--patience", flags.patience), read_wait(flags.wait, options.wait),
                    read_placeholders(flags.placeholders, options.placeholders)}) {
    if (!read) return std::unexpected(read.error());
  }
  auto database = platform::postgres::resolve_settings(flags.database, process.environment);
  if (!database) return std::unexpected(database.error());
  options.database = *std::move(database);
  return options;
}

CLI::App& add_migrate_subcommand(CLI::App& migrate, const std::string& name, const std::string& description,
                                 const std::string& examples) {
  CLI::App* command = migrate.add_subcommand(name, description);
  command->footer([&migrate, examples] {
    const auto formatter = std::dynamic_pointer_cast<CLI::Formatter>(migrate.get_formatter());
    const auto shared =
        migrate.get_options([](const CLI::Option* option) { return option->get_group() == shared_group; });
    return formatter->make_group(shared_group, false, {shared.begin(), shared.end()}) +
           "\nEvery other flag of `chandler migrate` that fits works here, too.\n" + examples;
  });
  return *command;
}

}  // namespace chandler::cli
