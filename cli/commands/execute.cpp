#include <chrono>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/commands/execute_flags.hpp"
#include "cli/duration_flag.hpp"
#include "cli/failure.hpp"
#include "cli/flag_error.hpp"
#include "platform/http/server.hpp"
#include "platform/process/one_shot.hpp"
#include "serve/endpoint.hpp"
#include "sidecar/run/executor.hpp"
#include "sidecar/status/drain.hpp"
#include "sidecar/status/service.hpp"

namespace chandler::cli {
namespace {

int run_drain(const ExecuteFlags& flags, const Process& process) {
  if (flags.listen.empty()) {
    return report_failure(wrong_flag("--listen", "it is required to --drain",
                                     "Give what the executor of this pod was given, such as :19800")
                              .error());
  }
  const auto endpoint = serve::Endpoint::parse(flags.listen);
  if (!endpoint) return report_failure(endpoint.error());
  const auto patience = read_duration("--grace", flags.grace);
  if (!patience) return report_failure(patience.error());
  return exit_code_of(execute::drain(endpoint->address, endpoint->port, *patience, process.stop));
}

// For who sees the container end again and again: the same report as that of a command that comes to its end.
int could_not_start(const core::Error& error) {
  const core::Report report{
      .tool = "execute", .outcome = error.outcome, .started = std::chrono::system_clock::now(), .error = error};
  return platform::finish_answer(report, nlohmann::ordered_json::object(), {});
}

int run_execute(const ExecuteFlags& flags, const Process& process) {
  if (flags.drain) return run_drain(flags, process);
  auto options = execute_options(flags, process);
  if (!options) return could_not_start(options.error());
  execute::Metrics metrics;
  execute::Executor executor(*std::move(options), metrics);
  std::unique_ptr<platform::http::Server> server;
  if (!flags.listen.empty()) {
    const auto endpoint = serve::Endpoint::parse(flags.listen);
    if (!endpoint) return could_not_start(endpoint.error());
    auto started = execute::serve_status(endpoint->address, endpoint->port, executor, metrics);
    if (!started) return could_not_start(started.error());
    server = *std::move(started);
  }
  executor.run(process.stop);
  return 0;
}

}  // namespace

void add_execute(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<ExecuteFlags>();
  CLI::App* command = app.add_subcommand("execute", "Claim tasks from the database's queue and have them executed");
  add_execute_flags(*command, *flags);
  command->footer(
      "Examples:\n"
      "  chandler execute --database postgresql://app@db/menu --handler log\n"
      "  chandler execute --handler http://:8080/tasks --listen :19800\n"
      "  chandler execute --handler sql:kitchen.cook --queue orders --concurrency 16\n"
      "  chandler execute --drain --listen :19800\n"
      "\n"
      "Runs until SIGTERM or SIGINT: then it claims nothing more, waits --grace for what has begun, gives the rest\n"
      "back and exits with 0. It does not end because the database is away.\n"
      "With --drain, which a preStop hook calls: 0 when nothing is in flight any more, 1 when --grace was not enough "
      "or\n"
      "no executor answers.");
  command->callback(
      [flags, &chosen] { chosen = [flags](const Process& process) { return run_execute(*flags, process); }; });
}

}  // namespace chandler::cli
