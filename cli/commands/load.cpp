#include <format>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/duration_flag.hpp"
#include "core/report.hpp"
#include "dataset/bring/bring.hpp"
#include "dataset/bring/summary.hpp"
#include "init/wait/wait.hpp"
#include "platform/log/log.hpp"
#include "platform/postgres/settings.hpp"
#include "platform/process/one_shot.hpp"

namespace chandler::cli {
namespace {

struct LoadFlags {
  std::vector<std::string> sources;
  std::string source_ca;
  std::string database;
  std::string table;
  std::string wait;
  std::vector<std::string> wait_for;
  std::string wait_timeout = "5m";
  std::string lock_timeout = "10m";
  bool dry_run = false;
  platform::ReportTarget report;
};

core::Expected<std::string> read_ca(const std::string& file) {
  if (file.empty()) return std::string();
  std::ifstream in(file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in && !text.empty()) return text;
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "load.bad_flag",
                                     .message = std::format("cannot read {}", file),
                                     .where = "--source-ca",
                                     .hint = "Expected a file of certificates in PEM"});
}

core::Expected<std::vector<dataset::DataSetResult>> load(const LoadFlags& flags, const Process& process) {
  const auto lock_timeout = read_duration("--lock-timeout", flags.lock_timeout);
  if (!lock_timeout) return std::unexpected(lock_timeout.error());
  const auto database_wait = read_seconds("--wait", flags.wait);
  if (!database_wait) return std::unexpected(database_wait.error());
  const auto wait_timeout = read_duration("--wait-timeout", flags.wait_timeout);
  if (!wait_timeout) return std::unexpected(wait_timeout.error());
  const auto database = platform::postgres::resolve_settings(flags.database, process.environment);
  if (!database) return std::unexpected(database.error());
  wait::Options waiting{.timeout = *wait_timeout};
  waiting.surroundings = {.database = *database, .environment = process.environment};
  if (auto waited = wait::wait_for_all(flags.wait_for, waiting, process.stop); !waited) {
    return std::unexpected(waited.error());
  }
  const auto ca = read_ca(flags.source_ca);
  if (!ca) return std::unexpected(ca.error());
  const dataset::Options options{.sources = flags.sources,
                                 .download = {.environment = process.environment, .ca = *ca},
                                 .table = flags.table,
                                 .database = *database,
                                 .database_wait = *database_wait,
                                 .lock_timeout = *lock_timeout,
                                 .dry_run = flags.dry_run};
  return dataset::bring(options, process.stop);
}

int run_load(const LoadFlags& flags, const Process& process) {
  core::Report report{.tool = "load", .started = std::chrono::system_clock::now()};
  const auto began = std::chrono::steady_clock::now();
  const auto results = load(flags, process);
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  if (!results) {
    report.outcome = results.error().outcome;
    report.error = results.error();
    return platform::finish(report, nlohmann::ordered_json::object(), flags.report);
  }
  if (platform::log::is_json()) {
    dataset::log_results(*results);
  } else {
    std::cout << dataset::table_of(*results);
  }
  return platform::finish(report, dataset::details_of(*results), flags.report);
}

}  // namespace

void add_load(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<LoadFlags>();
  CLI::App* command = app.add_subcommand("load", "Load data sets (CSV files) into their tables");
  command
      ->add_option("--source", flags->sources,
                   "A file TABLE.csv or SCHEMA.TABLE.csv, a folder of such, or https://…/TABLE.csv; repeat it")
      ->envname("CHANDLER_SOURCE")
      ->required();
  // CHANDLER_SOURCE_CA holds the certificates themselves, as a Secret's key does.
  command->add_option("--source-ca", flags->source_ca,
                      "Trust these authorities (a file in PEM) for https: sources, in the place of the system's");
  command->add_option("--database", flags->database, "PostgreSQL's address: postgresql://… or key=value")
      ->envname("CHANDLER_DATABASE");
  command->add_option("--table", flags->table, "The table of the one file, written as in SQL")
      ->envname("CHANDLER_TABLE");
  command
      ->add_option("--wait", flags->wait,
                   "Wait so long for the database to accept connections: 60, 2m; without a value 5 minutes")
      ->envname("CHANDLER_WAIT")
      ->expected(0, 1)
      ->default_str("300")
      ->type_name("[DURATION]");
  command->add_option("--wait-for", flags->wait_for, "Wait for these first, as chandler wait --for does")
      ->envname("CHANDLER_WAIT_FOR")
      ->delimiter(',');
  command->add_option("--wait-timeout", flags->wait_timeout, "Give up on --wait-for after this long")
      ->envname("CHANDLER_WAIT_TIMEOUT")
      ->capture_default_str();
  command
      ->add_option("--lock-timeout", flags->lock_timeout, "Give up after this long while others load the same tables")
      ->envname("CHANDLER_LOCK_TIMEOUT")
      ->capture_default_str();
  command->add_flag("--dry-run", flags->dry_run, "Do it all, show what changes, and roll back")
      ->envname("CHANDLER_DRY_RUN");
  command->add_option("--report", flags->report.file, "Write the report here instead of /dev/termination-log")
      ->envname("CHANDLER_REPORT");
  command->footer(
      "Examples:\n"
      "  chandler load --source data/ --database postgresql://app@db/menu\n"
      "  chandler load --source items.csv --table menu.food_item --dry-run\n"
      "  chandler load --source https://data.example/menu.food_item.csv.gz\n"
      "  chandler load --source /data --wait=60 --wait-for service/order-db:5432");
  command->callback(
      [flags, &chosen] { chosen = [flags](const Process& process) { return run_load(*flags, process); }; });
}

}  // namespace chandler::cli
