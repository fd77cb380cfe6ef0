#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "core/error.hpp"
#include "sidecar/run/executor.hpp"

namespace CLI {
class App;
}

namespace chandler::cli {

struct ExecuteFlags {
  std::string database;
  std::string handler;
  std::vector<std::string> queues{"default"};
  std::size_t concurrency = 4;
  std::string poll_interval = "5s";
  std::string lease = "1m";
  std::string timeout = "30s";
  std::string grace = "20s";
  std::string keep_finished = "168h";
  std::string worker;
  int max_lost = 5;
  bool remote = false;
  std::string listen;
  bool drain = false;  // not to execute, but to tell the executor of this pod
};

void add_execute_flags(CLI::App& command, ExecuteFlags& flags);

// Errors: cli.bad_flag (usage), and those of the database's address.
core::Expected<execute::Options> execute_options(const ExecuteFlags& flags, const Process& process);

}  // namespace chandler::cli
