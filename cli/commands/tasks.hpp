#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace CLI {
class App;
}

namespace chandler::cli {

struct TasksFlags {
  std::string database;
};
using TasksFlagsPtr = std::shared_ptr<const TasksFlags>;

// A sub-command of `chandler tasks`, which stores its body in `chosen`.
void add_tasks_list(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen);
void add_tasks_show(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen);
void add_tasks_retry(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen);
void add_tasks_cancel(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen);
void add_tasks_stats(CLI::App& tasks, const TasksFlagsPtr& flags, Body& chosen);

// Connects, and does it. The exit code.
int with_queue(const TasksFlags& flags, const Process& process,
               const std::function<core::Expected<void>(platform::postgres::Session&)>& work);

}  // namespace chandler::cli
