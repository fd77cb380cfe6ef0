#pragma once

#include <chrono>
#include <string>

#include "platform/postgres/settings.hpp"
#include "sidecar/handler/handler.hpp"

namespace chandler::execute {

struct SqlOptions {
  platform::postgres::ConnectionSettings database;
  std::string function;  // SCHEMA.FUNCTION
  std::size_t concurrency = 4;
  std::chrono::milliseconds timeout{30'000};  // of one task
  bool keep = true;                           // finished tasks
};

// `sql:SCHEMA.FUNCTION`: calls a function of the database for each task, and completes the task in the same
// transaction. Up to four connections of its own share the tasks, each some at once.
HandlerPlan sql_handler(const SqlOptions& options);

}  // namespace chandler::execute
