#include "cli/commands/tasks.hpp"

#include <CLI/CLI.hpp>

#include "cli/failure.hpp"
#include "platform/postgres/settings.hpp"
#include "sidecar/inspect/open_queue.hpp"

namespace chandler::cli {

int with_queue(const TasksFlags& flags, const Process& process,
               const std::function<core::Expected<void>(platform::postgres::Session&)>& work) {
  const auto database = platform::postgres::resolve_settings(flags.database, process.environment);
  if (!database) return report_failure(database.error());
  auto session = execute::open_queue(*database, process.stop);
  if (!session) return report_failure(session.error());
  return exit_code_of(work(*session));
}

void add_tasks(CLI::App& app, Body& chosen) {
  const auto flags = std::make_shared<TasksFlags>();
  CLI::App* command = app.add_subcommand("tasks", "See and steer the tasks of the database's queue");
  command->add_option("--database", flags->database, "PostgreSQL's address: postgresql://… or key=value")
      ->envname("CHANDLER_DATABASE");
  add_tasks_list(*command, flags, chosen);
  add_tasks_show(*command, flags, chosen);
  add_tasks_retry(*command, flags, chosen);
  add_tasks_cancel(*command, flags, chosen);
  add_tasks_stats(*command, flags, chosen);
  command->require_subcommand(1);
  command->fallthrough();
  command->footer(
      "Examples:\n"
      "  chandler tasks --database postgresql://app@db/menu stats\n"
      "  chandler tasks ls --state failed\n"
      "  chandler tasks retry 4711\n"
      "Exit codes: 0 done, 1 could not (try again), 2 no such task, or not in a state for it, 64 wrong usage.");
}

}  // namespace chandler::cli
