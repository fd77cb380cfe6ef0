#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "cli/command.hpp"
#include "cli/commands/probe_list.hpp"
#include "cli/commands/probe_outputs.hpp"
#include "cli/duration_flag.hpp"
#include "cli/terminal.hpp"
#include "core/report.hpp"
#include "cron/probe/report/details.hpp"
#include "cron/probe/report/json.hpp"
#include "cron/probe/report/metrics.hpp"
#include "cron/probe/report/text.hpp"
#include "cron/probe/run/runner.hpp"
#include "platform/process/one_shot.hpp"

namespace chandler::cli {
namespace {

struct ProbeFlags {
  std::vector<std::string> databases;
  bool all_databases = false;
  std::vector<std::string> checks;
  std::string time_budget = "10m";
  std::string lock_timeout = "1s";
  std::string wait = "0";
  bool regardless_of_load = false;
  int jobs = 1;
  bool parent_check = false;
  bool create_extension = false;
  bool verify_constraints = false;
  bool keep = false;
  std::string state;
  std::string fail_on = "problem";
  std::string output = "text";
  ProbeOutputFlags outputs;
  platform::ReportTarget report;
};

core::Expected<probe::RunOptions> options_of(const ProbeFlags& flags, const Process& process) {
  probe::RunOptions options{.databases = {},
                            .all_databases = flags.all_databases,
                            .checks = {},
                            .regardless_of_load = flags.regardless_of_load,
                            .environment = process.environment};
  const std::vector<std::string> addresses = flags.databases.empty() ? std::vector<std::string>{""} : flags.databases;
  for (const std::string& address : addresses) {
    auto database = platform::postgres::resolve_settings(address, process.environment);
    if (!database) return std::unexpected(database.error());
    options.databases.push_back(*std::move(database));
  }
  auto checks = probe::select(flags.checks);
  if (!checks) return std::unexpected(checks.error());
  options.checks = *std::move(checks);
  const auto budget = read_duration("--time-budget", flags.time_budget);
  if (!budget) return std::unexpected(budget.error());
  options.time_budget = *budget;
  const auto lock_timeout = read_duration("--lock-timeout", flags.lock_timeout);
  if (!lock_timeout) return std::unexpected(lock_timeout.error());
  options.lock_timeout = *lock_timeout;
  const auto wait = read_seconds("--wait", flags.wait);
  if (!wait) return std::unexpected(wait.error());
  options.wait.timeout = *wait;
  options.check_options = {.jobs = flags.jobs,
                           .parent_check = flags.parent_check,
                           .create_extension = flags.create_extension,
                           .verify_constraints = flags.verify_constraints};
  options.keep = {.in_database = flags.keep, .file = flags.state};
  return options;
}

void write(const probe::RunReport& report, const ProbeFlags& flags, bool colours) {
  if (flags.output == "json") std::cout << probe::to_json_text(report);
  if (flags.output == "metrics") std::cout << probe::metrics_of(report);
  if (flags.output == "text") std::cout << probe::text_of(report, {.colours = colours});
}

// The first of the worst, as the report's error: what a person reads first.
std::optional<core::Error> error_of(const probe::RunReport& report, core::Outcome outcome) {
  if (outcome == core::Outcome::done) return std::nullopt;
  core::Error error{.outcome = outcome,
                    .code = outcome == core::Outcome::problem ? "probe.found" : "probe.unchecked",
                    .message = probe::summary_of(report)};
  for (const probe::DatabaseReport& database : report.databases) {
    if (database.error && report.verdict() == probe::Severity::unchecked) {
      error.message += "; " + core::describe(*database.error);
      error.where = database.database;
      return error;
    }
    for (const probe::CheckReport& check : database.checks) {
      for (const probe::Finding& finding : check.outcome.findings) {
        if (finding.severity != report.verdict()) continue;
        error.where = finding.object.empty() ? database.database : finding.object;
        error.message += "; " + finding.meaning;
        error.hint = finding.remedy;
        return error;
      }
    }
  }
  return error;
}

int run_probe(const ProbeFlags& flags, const Process& process) {
  core::Report report{.tool = "probe", .started = std::chrono::system_clock::now()};
  const auto began = std::chrono::steady_clock::now();
  nlohmann::ordered_json details = nlohmann::ordered_json::object();
  auto options = options_of(flags, process);
  auto outputs = probe_outputs_of(flags.outputs);
  if (!options || !outputs) {
    report.error = options ? outputs.error() : options.error();
    report.outcome = report.error->outcome;
  } else {
    const probe::RunReport found = probe::run(*options, process.stop);
    write(found, flags, takes_escapes(STDOUT_FILENO, process.environment));
    report.outcome = probe::outcome_of(found, probe::severity_named(flags.fail_on).value());
    report.error = error_of(found, report.outcome);
    std::cout.flush();
    const std::vector<std::string> not_delivered = deliver(found, *outputs, report.started, process.environment);
    report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    details = probe::details_of(found, report, not_delivered);
  }
  return platform::finish(report, details, flags.report);
}

}  // namespace

void add_probe(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<ProbeFlags>();
  CLI::App* command = app.add_subcommand("probe", "Check whether a database is still what it should be");
  command
      ->add_option("--database", flags->databases,
                   "PostgreSQL's address: postgresql://… or key=value; repeat it for several, each with a verdict")
      ->envname("CHANDLER_DATABASE");
  command->add_flag("--all-databases", flags->all_databases, "And the other databases of that server")
      ->envname("CHANDLER_ALL_DATABASES");
  command
      ->add_option("--check", flags->checks,
                   "Only these, separated by commas; chandler probe list shows what there is and what runs by default")
      ->envname("CHANDLER_CHECK")
      ->delimiter(',');
  command
      ->add_option("--time-budget", flags->time_budget,
                   "Stop after this long; what was not come to is said, and comes first the next time")
      ->envname("CHANDLER_TIME_BUDGET")
      ->capture_default_str();
  command->add_option("--lock-timeout", flags->lock_timeout, "Wait no longer for a lock")
      ->envname("CHANDLER_LOCK_TIMEOUT")
      ->capture_default_str();
  command->add_option("--wait", flags->wait, "Wait so long for a database that is away: a duration or seconds")
      ->envname("CHANDLER_WAIT")
      ->capture_default_str();
  command
      ->add_flag("--regardless-of-load", flags->regardless_of_load,
                 "Go on while the server is busy: over a quarter of max_connections at work, or somebody waits for us")
      ->envname("CHANDLER_REGARDLESS_OF_LOAD");
  command->add_option("--jobs", flags->jobs, "Share the work of amcheck among so many connections")
      ->check(CLI::Range(1, 64))
      ->envname("CHANDLER_JOBS")
      ->capture_default_str();
  command
      ->add_flag("--parent-check", flags->parent_check,
                 "amcheck: compare B-trees with their parents too, by a lock that makes writers wait")
      ->envname("CHANDLER_PARENT_CHECK");
  command
      ->add_flag("--create-extension", flags->create_extension,
                 "CREATE EXTENSION amcheck where it is not there; without it none is ever made")
      ->envname("CHANDLER_CREATE_EXTENSION");
  command
      ->add_flag("--verify-constraints", flags->verify_constraints,
                 "constraints: look in the tables for rows that foreign keys and checks forbid, and name them")
      ->envname("CHANDLER_VERIFY_CONSTRAINTS");
  CLI::Option* const keep =
      command
          ->add_flag("--keep", flags->keep,
                     "Keep in the database what was checked when, and the history: chandler.probe_state and probe_run")
          ->envname("CHANDLER_KEEP");
  command
      ->add_option("--state", flags->state,
                   "Keep in this file what was checked when, so that the next run goes on there")
      ->envname("CHANDLER_STATE")
      ->excludes(keep);
  command->add_option("--fail-on", flags->fail_on, "From which severity on the exit code is 2")
      ->check(CLI::IsMember({"info", "warning", "problem"}))
      ->envname("CHANDLER_FAIL_ON")
      ->capture_default_str();
  command->add_option("--output", flags->output, "text, json, or metrics in Prometheus' text format")
      ->check(CLI::IsMember({"text", "json", "metrics"}))
      ->envname("CHANDLER_OUTPUT")
      ->capture_default_str();
  add_probe_output_flags(*command, flags->outputs);
  command->add_option("--report", flags->report.file, "Write the report here instead of /dev/termination-log")
      ->envname("CHANDLER_REPORT");
  command->require_subcommand(0, 1);
  add_probe_list(*command, chosen);
  command->footer(
      "Examples:\n"
      "  chandler probe --database postgresql://app@db/menu\n"
      "  chandler probe --check data_checksums,sequences --fail-on warning\n"
      "  chandler probe --all-databases --output json > probe.json\n"
      "\n"
      "Exit code 0: nothing. 2: a problem was found. 1: something could not be checked.");
  command->callback([flags, &chosen, command] {
    if (!command->get_subcommands().empty()) return;
    chosen = [flags](const Process& process) { return run_probe(*flags, process); };
  });
}

}  // namespace chandler::cli
