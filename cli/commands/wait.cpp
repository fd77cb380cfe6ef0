#include "init/wait/wait.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/duration_flag.hpp"
#include "core/report.hpp"
#include "platform/postgres/settings.hpp"
#include "platform/process/one_shot.hpp"

namespace chandler::cli {
namespace {

struct WaitFlags {
  std::vector<std::string> what;
  std::string database;
  std::string timeout = "5m";
  std::string interval = "2s";
  platform::ReportTarget report;
};

core::Expected<void> wait(const WaitFlags& flags, const Process& process) {
  const auto timeout = read_duration("--timeout", flags.timeout);
  if (!timeout) return std::unexpected(timeout.error());
  const auto interval = read_duration("--interval", flags.interval);
  if (!interval) return std::unexpected(interval.error());
  auto database = platform::postgres::resolve_settings(flags.database, process.environment);
  if (!database) return std::unexpected(database.error());
  wait::Options options{.timeout = *timeout, .longest_pause = *interval};
  options.first_pause = std::min(options.first_pause, options.longest_pause);
  options.surroundings = {.database = *std::move(database), .environment = process.environment};
  return wait::wait_for_all(flags.what, options, process.stop);
}

int run_wait(const WaitFlags& flags, const Process& process) {
  core::Report report{.tool = "wait", .started = std::chrono::system_clock::now()};
  const auto began = std::chrono::steady_clock::now();
  if (auto waited = wait(flags, process); !waited) {
    report.outcome = waited.error().outcome;
    report.error = waited.error();
  }
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  return platform::finish(report, {{"for", flags.what}}, flags.report);
}

}  // namespace

void add_wait(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<WaitFlags>();
  CLI::App* command =
      app.add_subcommand("wait", "Wait until a Job, a Service, a port, an address or the database is ready");
  command
      ->add_option(
          "--for", flags->what,
          "job/NAME, service/NAME:PORT, tcp:HOST:PORT, http(s)://… or database; repeat it or separate by commas")
      ->envname("CHANDLER_FOR")
      ->delimiter(',')
      ->required();
  command
      ->add_option("--database", flags->database, "PostgreSQL's address, for `database`: postgresql://… or key=value")
      ->envname("CHANDLER_DATABASE");
  command->add_option("--timeout", flags->timeout, "Give up after this long, for all together (exit 1)")
      ->envname("CHANDLER_TIMEOUT")
      ->capture_default_str();
  command->add_option("--interval", flags->interval, "Longest pause between two tries")
      ->envname("CHANDLER_INTERVAL")
      ->capture_default_str();
  command->add_option("--report", flags->report.file, "Write the report here instead of /dev/termination-log")
      ->envname("CHANDLER_REPORT");
  command->footer(
      "Examples:\n"
      "  chandler wait --for service/order-db:5432 --for database\n"
      "  chandler wait --for job/seed --timeout 10m\n"
      "  chandler wait --for https://menu.example/readyz,tcp:[2001:db8::7]:6379");
  command->callback(
      [flags, &chosen] { chosen = [flags](const Process& process) { return run_wait(*flags, process); }; });
}

}  // namespace chandler::cli
