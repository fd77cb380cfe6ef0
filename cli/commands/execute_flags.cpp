#include "cli/commands/execute_flags.hpp"

#include <array>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "cli/duration_flag.hpp"
#include "cli/flag_error.hpp"
#include "platform/postgres/settings.hpp"
#include "sidecar/handler/http_handler.hpp"
#include "sidecar/handler/log_handler.hpp"
#include "sidecar/handler/sql_handler.hpp"
#include "sidecar/queue/uuid.hpp"

namespace chandler::cli {
namespace {

constexpr std::chrono::milliseconds shortest_lease{1000};

// In a pod, its name.
std::string host_name() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::string worker_of(const ExecuteFlags& flags, const Process& process) {
  if (!flags.worker.empty()) return flags.worker;
  if (const auto id = process.environment("WORKER_ID"); id && !id->empty()) return *id;
  return host_name();
}

core::Expected<execute::HandlerPlan> handler_of(const ExecuteFlags& flags, const execute::Options& options,
                                                std::chrono::milliseconds timeout) {
  if (flags.handler == "log") return execute::log_handler();
  if (flags.handler.starts_with("http")) {
    // A call that outlives its lease could be made a second time meanwhile.
    if (timeout >= options.claims.identity.lease) return wrong_flag("--timeout", "it has to be shorter than --lease");
    return execute::http_handler(
        {.address = flags.handler, .remote = flags.remote, .concurrency = flags.concurrency, .timeout = timeout});
  }
  if (flags.handler.starts_with("sql:") && flags.handler.size() > 4) {
    return execute::sql_handler({.database = options.claims.database,
                                 .function = flags.handler.substr(4),
                                 .concurrency = flags.concurrency,
                                 .timeout = timeout,
                                 .keep = options.keep});
  }
  return wrong_flag("--handler", flags.handler.empty() ? "it is required" : "\"" + flags.handler + "\" is no handler",
                    "Give http://:PORT/PATH, sql:SCHEMA.FUNCTION, or log to see what would be done");
}

// As chandler.enqueue takes them.
core::Expected<void> check_queues(const std::vector<std::string>& queues) {
  for (const std::string& each : queues) {
    if (each.empty() || each.contains('/')) {
      return wrong_flag("--queue", "\"" + each + "\" is no name of a queue",
                        "Any text without / will do, such as default");
    }
  }
  return {};
}

}  // namespace

void add_execute_flags(CLI::App& command, ExecuteFlags& flags) {
  command.add_option("--database", flags.database, "PostgreSQL's address: postgresql://… or key=value")
      ->envname("CHANDLER_DATABASE");
  command
      .add_option("--handler", flags.handler,
                  "What does a task: http://:PORT/PATH, sql:SCHEMA.FUNCTION, or log, which only prints it")
      ->envname("CHANDLER_HANDLER");
  command.add_flag("--remote", flags.remote, "The address of --handler may be another machine's")
      ->envname("CHANDLER_REMOTE");
  command
      .add_option("--listen", flags.listen, "Serve /healthz, /readyz, /status and /metrics here: ADDR:PORT or :PORT")
      ->envname("CHANDLER_LISTEN");
  command.add_flag(
      "--drain", flags.drain,
      "Tell the executor that --listen is of to claim nothing more, and wait --grace for what it has begun");
  command.add_option("--queue", flags.queues, "Claim from these, separated by commas; the first has precedence")
      ->envname("CHANDLER_QUEUE")
      ->delimiter(',')
      ->capture_default_str();
  command.add_option("--concurrency", flags.concurrency, "So many tasks at once, claimed ones that wait included")
      ->envname("CHANDLER_CONCURRENCY")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command.add_option("--poll-interval", flags.poll_interval, "Look for tasks so often when nothing was notified")
      ->envname("CHANDLER_POLL_INTERVAL")
      ->capture_default_str();
  command
      .add_option("--lease", flags.lease, "After so long without a heartbeat this executor's tasks are anybody's again")
      ->envname("CHANDLER_LEASE")
      ->capture_default_str();
  command.add_option("--timeout", flags.timeout, "How long the handler may take for one task")
      ->envname("CHANDLER_TIMEOUT")
      ->capture_default_str();
  command.add_option("--grace", flags.grace, "When asked to end, wait so long for tasks that have begun")
      ->envname("CHANDLER_GRACE")
      ->capture_default_str();
  command
      .add_option("--keep-finished", flags.keep_finished,
                  "Delete completed, cancelled and skipped tasks of that age; 0: at once")
      ->envname("CHANDLER_KEEP_FINISHED")
      ->capture_default_str();
  command
      .add_option("--max-lost", flags.max_lost,
                  "Give up a task when so many executors died while they had it: it may be what killed them")
      ->envname("CHANDLER_MAX_LOST")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command.add_option("--worker", flags.worker, "A name for people; default: WORKER_ID, else the host's name")
      ->envname("CHANDLER_WORKER");
}

core::Expected<execute::Options> execute_options(const ExecuteFlags& flags, const Process& process) {
  const auto database = platform::postgres::resolve_settings(flags.database, process.environment);
  if (!database) return std::unexpected(database.error());
  if (const auto queues = check_queues(flags.queues); !queues) return std::unexpected(queues.error());
  const auto poll = read_duration("--poll-interval", flags.poll_interval);
  if (!poll) return std::unexpected(poll.error());
  const auto lease = read_duration("--lease", flags.lease);
  if (!lease) return std::unexpected(lease.error());
  if (*lease < shortest_lease) return wrong_flag("--lease", "a lease lasts 1s at least");
  const auto timeout = read_duration("--timeout", flags.timeout);
  if (!timeout) return std::unexpected(timeout.error());
  const auto grace = read_duration("--grace", flags.grace);
  if (!grace) return std::unexpected(grace.error());
  const auto keep =
      flags.keep_finished == "0" ? std::chrono::milliseconds(0) : read_duration("--keep-finished", flags.keep_finished);
  if (!keep) return std::unexpected(keep.error());
  execute::Options out{.keep = *keep > std::chrono::milliseconds(0), .grace = *grace};
  out.claims = {.database = *database,
                .identity = {.executor = execute::random_uuid(),
                             .worker = worker_of(flags, process),
                             .queues = flags.queues,
                             .lease = *lease,
                             .max_lost = flags.max_lost},
                .concurrency = flags.concurrency,
                .poll = *poll};
  if (out.keep) out.claims.prune_after = *keep;
  auto handler = handler_of(flags, out, *timeout);
  if (!handler) return std::unexpected(handler.error());
  out.handler = *std::move(handler);
  return out;
}

}  // namespace chandler::cli
