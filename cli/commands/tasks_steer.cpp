#include <format>
#include <iostream>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/commands/tasks.hpp"
#include "cli/failure.hpp"
#include "cli/flag_error.hpp"
#include "sidecar/inspect/steer.hpp"

namespace chandler::cli {
namespace {

using platform::postgres::Session;
using Steer = core::Expected<void> (*)(Session& session, std::int64_t id);

// Each that can be, whatever became of those before it; the first error.
core::Expected<void> each_of(Session& session, const std::vector<std::int64_t>& ids, Steer steer,
                             std::string_view done) {
  core::Expected<void> out;
  for (const std::int64_t id : ids) {
    const auto steered = steer(session, id);
    if (steered) {
      std::cout << std::format("task {} {}\n", id, done);
    } else if (out) {
      out = steered;
    } else {
      report_failure(steered.error());
    }
  }
  return out;
}

struct RetryFlags {
  std::vector<std::int64_t> ids;
  bool failed = false;
  std::string queue;
};

core::Expected<void> retry(Session& session, const RetryFlags& flags) {
  if (!flags.failed) return each_of(session, flags.ids, &execute::retry_task, "is retried");
  const auto retried = execute::retry_failed(session, flags.queue);
  if (!retried) return std::unexpected(retried.error());
  std::cout << std::format("{} failed tasks are retried\n", *retried);
  return {};
}

}  // namespace

void add_tasks_retry(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen) {
  auto chosen_tasks = std::make_shared<RetryFlags>();
  CLI::App* command = tasks.add_subcommand(
      "retry", "Let failed, cancelled or skipped tasks run again with all their attempts, or scheduled ones run now");
  CLI::Option* ids = command->add_option("ID", chosen_tasks->ids, "The tasks' ids");
  CLI::Option* failed = command->add_flag("--failed", chosen_tasks->failed, "All failed ones")->excludes(ids);
  command->add_option("--queue", chosen_tasks->queue, "With --failed: those of this queue")->needs(failed);
  command->callback([flags, chosen_tasks, &chosen] {
    chosen = [flags, chosen_tasks](const Process& process) {
      if (!chosen_tasks->failed && chosen_tasks->ids.empty()) {
        return report_failure(wrong_flag("ID", "it is required", "Give ids, or --failed").error());
      }
      return with_queue(*flags, process, [&](Session& session) { return retry(session, *chosen_tasks); });
    };
  });
}

void add_tasks_cancel(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen) {
  auto ids = std::make_shared<std::vector<std::int64_t>>();
  CLI::App* command = tasks.add_subcommand(
      "cancel", "End tasks that are not finished; what a running one's handler does is not undone");
  command->add_option("ID", *ids, "The tasks' ids")->required();
  command->callback([flags, ids, &chosen] {
    chosen = [flags, ids](const Process& process) {
      return with_queue(*flags, process, [&](Session& session) {
        return each_of(session, *ids, &execute::cancel_task, "is cancelled");
      });
    };
  });
}

}  // namespace chandler::cli
