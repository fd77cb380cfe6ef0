#pragma once

#include <chrono>
#include <span>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "init/wait/probe.hpp"

namespace chandler::wait {

struct Options {
  std::chrono::milliseconds timeout = std::chrono::minutes(5);  // for all of them together
  std::chrono::milliseconds first_pause{100};                   // doubles up to…
  std::chrono::milliseconds longest_pause{2000};
  std::chrono::milliseconds report_every{5000};  // a log line: for what, since when, why not yet
  Surroundings surroundings;
};

// Waits until each of `what` is ready, one after the other, each in the grammar of chandler.dev/wait-for.
// All are read before the first is waited for. Errors: wait.bad_target (usage), wait.timeout and stopped
// (could_not), and what waiting does not mend: wait.job_failed, wait.forbidden, database.refused (problem).
core::Expected<void> wait_for_all(std::span<const std::string> what, const Options& options,
                                  const std::stop_token& stop);

}  // namespace chandler::wait
