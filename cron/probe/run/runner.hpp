#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "cron/probe/keep/keep.hpp"
#include "cron/probe/run/report.hpp"
#include "cron/probe/run/selection.hpp"
#include "platform/postgres/settings.hpp"
#include "platform/postgres/wait.hpp"
#include "platform/process/environment.hpp"

namespace chandler::probe {

struct RunOptions {
  std::vector<platform::postgres::ConnectionSettings> databases;  // each gets a verdict of its own
  bool all_databases = false;  // and the other databases of these servers that take connections
  std::vector<Selected> checks;
  std::chrono::milliseconds time_budget{600'000};  // for all of it
  std::chrono::milliseconds lock_timeout{1'000};
  bool regardless_of_load = false;
  CheckOptions check_options = {};
  KeepOptions keep = {};
  platform::postgres::WaitOptions wait = {};
  platform::Environment environment = platform::process_environment();
  std::function<void(const CheckReport&, const DatabaseReport&)> done = {};  // behind each check
  std::function<void(const Check&, const Progress&)> tell = {};
};

// Runs the checks one by one, each in a read-only transaction of its own, on one connection for each database in turn.
// What fails in one does not stop the others; a connection that breaks is made again once. Blocks until the end, the
// time budget or a stop; what was found by then is in the report. What is to be kept is written behind each check, in a
// read-write transaction of its own.
RunReport run(const RunOptions& options, const std::stop_token& stop);

}  // namespace chandler::probe
