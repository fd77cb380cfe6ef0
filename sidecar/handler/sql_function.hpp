#pragma once

#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::execute {

// A function of the database that does tasks, by its one argument.
struct SqlFunction {
  enum class Takes : std::uint8_t {
    task,     // chandler.task: the row
    payload,  // jsonb
    batch,    // chandler.task[]
  };
  std::string call_all;  // the statement for the array of tasks that is $1; gives the array of their results
  std::string call_one;  // the same for the task that is $1; not for a batch
  Takes takes = Takes::task;
  bool gives_result = false;  // else void
};

// Looks it up: "menu.cook" (or "cook", by the search path). Errors: tasks.no_function, tasks.which_function (both
// problem), and the server's.
core::Expected<SqlFunction> find_function(platform::postgres::Session& session, const std::string& name);

}  // namespace chandler::execute
