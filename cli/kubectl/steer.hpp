#pragma once

#include <string>

#include "cli/command.hpp"
#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/output.hpp"

namespace chandler::cli::kubectl {

// What `trigger`, `suspend` and `resume` share.
struct SteerFlags {
  ConnectionFlags connection;
  OutputFlag output;
  std::string workload;
  std::string action;  // of the operation
  std::string target;  // of suspend and resume, or empty
  bool wait = false;
  bool logs = false;
  std::string timeout = "30m";
};

void add_steer_flags(CLI::App& command, SteerFlags& flags);

// Creates the operation, follows it where that is asked for; the exit code.
int steer(const SteerFlags& flags, const Process& process);

}  // namespace chandler::cli::kubectl
