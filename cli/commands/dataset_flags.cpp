#include "cli/commands/dataset_flags.hpp"

#include <chrono>
#include <format>
#include <fstream>
#include <iostream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/dataset_progress.hpp"
#include "cli/duration_flag.hpp"
#include "core/report.hpp"
#include "dataset/bring/summary.hpp"
#include "init/wait/wait.hpp"
#include "platform/log/log.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::cli {
namespace {

core::Expected<std::string> read_ca(const std::string& file) {
  if (file.empty()) return std::string();
  std::ifstream in(file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in && !text.empty()) return text;
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "cli.bad_flag",
                                     .message = std::format("cannot read {}", file),
                                     .where = "--source-ca",
                                     .hint = "Expected a file of certificates in PEM"});
}

core::Error no_source() {
  return {.outcome = core::Outcome::usage,
          .code = "cli.bad_flag",
          .message = "it is required",
          .where = "--source",
          .hint = "Give a file TABLE.csv, a folder of such, or an address"};
}

core::Expected<std::vector<dataset::DataSetResult>> bring(const DatasetFlags& flags, dataset::Options options,
                                                          const Process& process) {
  if (flags.sources.empty()) return std::unexpected(no_source());
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
  options.download = {.environment = process.environment, .ca = *ca};
  options.sources = flags.sources;
  options.table = flags.table;
  options.database = *database;
  options.pod = process.environment("CHANDLER_POD").value_or("");
  options.database_wait = *database_wait;
  options.lock_timeout = *lock_timeout;
  options.jobs = flags.jobs;
  options.policy.max_errors = flags.max_errors;
  if (!flags.fresh_for.empty()) {
    const auto fresh_for = read_duration("--fresh-for", flags.fresh_for);
    if (!fresh_for) return std::unexpected(fresh_for.error());
    options.policy.fresh_for = *fresh_for;
  }
  options.dry_run = flags.dry_run || flags.diff > 0;
  options.sample = flags.diff;
  dataset::Meter meter;
  options.meter = &meter;
  const auto progress = DatasetProgress::make(meter, process.environment);
  return dataset::bring(options, process.stop);
}

}  // namespace

void add_dataset_flags(CLI::App& command, DatasetFlags& flags) {
  command
      .add_option("--source", flags.sources,
                  "A file TABLE.csv or SCHEMA.TABLE.csv, a folder of such, https://…/TABLE.csv, or "
                  "postgres:FOLDER?table=TABLE, another database by a Secret's files; repeat it")
      ->envname("CHANDLER_SOURCE");
  // CHANDLER_SOURCE_CA holds the certificates themselves, as a Secret's key does.
  command.add_option("--source-ca", flags.source_ca,
                     "Trust these authorities (a file in PEM) for https: sources, in the place of the system's");
  command.add_option("--database", flags.database, "PostgreSQL's address: postgresql://… or key=value")
      ->envname("CHANDLER_DATABASE");
  command.add_option("--table", flags.table, "The table of the one file, written as in SQL")->envname("CHANDLER_TABLE");
  command
      .add_option("--wait", flags.wait,
                  "Wait so long for the database to accept connections: 60, 2m; without a value 5 minutes")
      ->envname("CHANDLER_WAIT")
      ->expected(0, 1)
      ->default_str("300")
      ->type_name("[DURATION]");
  command.add_option("--wait-for", flags.wait_for, "Wait for these first, as chandler wait --for does")
      ->envname("CHANDLER_WAIT_FOR")
      ->delimiter(',');
  command.add_option("--wait-timeout", flags.wait_timeout, "Give up on --wait-for after this long")
      ->envname("CHANDLER_WAIT_TIMEOUT")
      ->capture_default_str();
  command
      .add_option("--lock-timeout", flags.lock_timeout,
                  "Give up after this long while others load or refresh the same tables")
      ->envname("CHANDLER_LOCK_TIMEOUT")
      ->capture_default_str();
  command
      .add_option("--max-errors", flags.max_errors,
                  "Put so many bad rows of a file aside, into chandler.dataset_reject, instead of refusing it")
      ->check(CLI::NonNegativeNumber)
      ->envname("CHANDLER_MAX_ERRORS");
  command
      .add_option("--fresh-for", flags.fresh_for,
                  "Promise that the data is brought anew within this time, such as 6h, for chandler load status")
      ->type_name("DURATION")
      ->envname("CHANDLER_FRESH_FOR");
  command
      .add_option("--jobs", flags.jobs,
                  "Rows that are compared with a table's are sent by so many connections at once, 1 to 16, besides the "
                  "one that holds the transaction")
      ->check(CLI::Range(1, 16))
      ->envname("CHANDLER_JOBS")
      ->capture_default_str();
  command.add_flag("--dry-run", flags.dry_run, "Do it all, show how many rows change, and roll back")
      ->envname("CHANDLER_DRY_RUN");
  command
      .add_option("--diff", flags.diff,
                  "A dry run that also shows so many of the rows that are new or change, and of those that vanish")
      ->type_name("ROWS")
      ->check(CLI::Range(1, 1000));
  command.add_option("--report", flags.report.file, "Write the report here instead of /dev/termination-log")
      ->envname("CHANDLER_REPORT");
}

int run_dataset(const DatasetFlags& flags, const core::Expected<dataset::Options>& how, dataset::Purpose purpose,
                const Process& process) {
  core::Report report{.tool = std::string(name_of(purpose)), .started = std::chrono::system_clock::now()};
  const auto began = std::chrono::steady_clock::now();
  const auto results = how.and_then([&](dataset::Options options) {
    options.purpose = purpose;
    return bring(flags, std::move(options), process);
  });
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  if (!results) {
    report.outcome = results.error().outcome;
    report.error = results.error();
    return platform::finish(report, nlohmann::ordered_json::object(), flags.report);
  }
  if (platform::log::is_json()) {
    dataset::log_results(*results);
  } else {
    std::cout << dataset::table_of(*results) << dataset::changes_of(*results) << std::flush;
  }
  dataset::warn_of_rejects(*results);
  return platform::finish(report, dataset::details_of(*results), flags.report);
}

}  // namespace chandler::cli
