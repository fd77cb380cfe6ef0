#include "init/migrate/migrate.hpp"

#include <format>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "core/report.hpp"
#include "core/text/duration.hpp"
#include "init/wait/wait.hpp"
#include "platform/log/log.hpp"
#include "platform/postgres/settings.hpp"
#include "platform/process/one_shot.hpp"

namespace chandler::cli {
namespace {

using nlohmann::ordered_json;

struct MigrateFlags {
  std::string source;
  std::string database;
  std::string layout = "auto";
  std::string target;
  std::string on_ahead = "fail";
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

core::Error usage(std::string flag, std::string message, std::string hint = {}) {
  return {.outcome = core::Outcome::usage,
          .code = "migrate.bad_flag",
          .message = std::move(message),
          .where = std::move(flag),
          .hint = std::move(hint)};
}

core::Expected<void> read_duration(const std::string& flag, const std::string& text, std::chrono::milliseconds& out) {
  const auto parsed = core::text::parse_duration(text);
  if (!parsed)
    return std::unexpected(
        usage(flag, std::format("\"{}\" {}", text, parsed.error().why), "Expected a duration such as 500ms, 5s or 2m"));
  out = *parsed;
  return {};
}

core::Expected<void> read_wait(const std::string& text, std::chrono::seconds& out) {
  if (text.empty()) return {};
  if (text.find_first_not_of("0123456789") == std::string::npos && text.size() < 9) {
    out = std::chrono::seconds(std::stol(text));
    return {};
  }
  std::chrono::milliseconds duration{0};
  if (auto read = read_duration("--wait", text, duration); !read) return read;
  out = std::chrono::ceil<std::chrono::seconds>(duration);
  return {};
}

core::Expected<void> read_placeholders(const std::vector<std::string>& pairs, std::map<std::string, std::string>& out) {
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      return std::unexpected(usage("--placeholder", std::format("\"{}\" is not NAME=VALUE", pair)));
    }
    out[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return {};
}

core::Expected<migrate::Options> read_options(const MigrateFlags& flags, const Process& process) {
  migrate::Options options{
      .source = flags.source, .layout = flags.layout, .target = flags.target, .dry_run = flags.dry_run};
  if (flags.lint != "off") {
    return std::unexpected(usage("--lint", std::format("this version has no lint: \"{}\" is not possible", flags.lint),
                                 "Leave it out, or say off"));
  }
  options.on_ahead = flags.on_ahead == "allow" ? migrate::OnAhead::allow : migrate::OnAhead::fail;
  for (auto read : {read_duration("--lock-timeout", flags.lock_timeout, options.lock_timeout),
                    read_duration("--statement-timeout", flags.statement_timeout, options.statement_timeout),
                    read_duration("--patience", flags.patience, options.patience), read_wait(flags.wait, options.wait),
                    read_placeholders(flags.placeholders, options.placeholders)}) {
    if (!read) return std::unexpected(read.error());
  }
  auto database = platform::postgres::resolve_settings(flags.database, process.environment);
  if (!database) return std::unexpected(database.error());
  options.database = *std::move(database);
  return options;
}

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

void add_what(CLI::App& command, MigrateFlags& flags) {
  command.add_option("--source", flags.source, "The folder of migrations")->envname("CHANDLER_SOURCE")->required();
  command
      .add_option("--database", flags.database, "PostgreSQL's address: postgresql://… or key=value; else PG* variables")
      ->envname("CHANDLER_DATABASE");
  command.add_option("--layout", flags.layout, "auto, flyway or golang-migrate: whose files and history these are")
      ->envname("CHANDLER_LAYOUT")
      ->capture_default_str();
  command.add_option("--target", flags.target, "Go up to this version only")->envname("CHANDLER_TARGET");
  command.add_option("--on-ahead", flags.on_ahead, "fail or allow: a database that is ahead of the files")
      ->envname("CHANDLER_ON_AHEAD")
      ->check(CLI::IsMember({"fail", "allow"}))
      ->capture_default_str();
  command.add_option("--placeholder", flags.placeholders, "NAME=VALUE for ${NAME} in Flyway's files; repeat it")
      ->envname("CHANDLER_PLACEHOLDER")
      ->allow_extra_args(false);
  command.add_flag("--dry-run", flags.dry_run, "Show what would be applied, and change nothing")
      ->envname("CHANDLER_DRY_RUN");
  command.add_option("--lint", flags.lint, "off: statements are not judged")
      ->envname("CHANDLER_LINT")
      ->capture_default_str();
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
  command.add_option("--report", flags.report.file, "Write the report here instead of /dev/termination-log")
      ->envname("CHANDLER_REPORT");
}

}  // namespace

void add_migrate(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<MigrateFlags>();
  CLI::App* command = app.add_subcommand("migrate", "Apply pending schema migrations, alone or beside other replicas");
  add_what(*command, *flags);
  add_how_long(*command, *flags);
  command->footer(
      "Examples:\n"
      "  chandler migrate --source ./migrations --database postgresql://app@localhost/menu\n"
      "  chandler migrate --source ./sql --layout flyway --placeholder schema=menu --dry-run\n"
      "  chandler migrate --source ./migrations --wait=60 --wait-for service/order-db:5432\n"
      "Exit codes: 0 up to date, 1 could not (try again), 2 a person must look, 64 wrong usage.");
  command->callback(
      [flags, &chosen] { chosen = [flags](const Process& process) { return run_migrate(*flags, process); }; });
}

}  // namespace chandler::cli
