#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::execute {

// A task as a list shows it.
struct TaskLine {
  std::int64_t id = 0;
  std::string queue;
  std::string name;
  std::string state;
  int attempts = 0;
  int max_attempts = 0;
  std::int64_t age_s = 0;                // since it was enqueued, by the server's clock
  std::optional<std::int64_t> due_in_s;  // of a scheduled one; below 0 when it is due
  std::string error;                     // of the last attempt that failed
};

struct TaskFilter {
  std::string queue;  // empty: any
  std::string state;  // empty: any
  std::int64_t most = 50;
};

// Newest first. Errors: the server's.
core::Expected<std::vector<TaskLine>> list_tasks(platform::postgres::Session& session, const TaskFilter& filter);

// All of one, by the names of its columns, with `depends_on` and `followed_by`; what is NULL is left out. Errors:
// tasks.no_task (problem), the server's.
core::Expected<std::vector<std::pair<std::string, std::string>>> show_task(platform::postgres::Session& session,
                                                                           std::int64_t id);
// The same as a JSON object.
core::Expected<std::string> task_json(platform::postgres::Session& session, std::int64_t id);

}  // namespace chandler::execute
