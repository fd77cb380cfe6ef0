#pragma once

#include <chrono>
#include <stop_token>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::platform::postgres {

struct WaitOptions {
  std::chrono::seconds timeout{0};             // 0: one try, no waiting
  std::chrono::milliseconds first_pause{100};  // doubles up to…
  std::chrono::milliseconds longest_pause{2000};
  std::chrono::seconds report_every{5};  // a log line that says what it waits for, and since when
};

// Connects, again and again with back-off while the database is away or starting up. What waiting does
// not mend (wrong password, missing database) fails at once. Errors: database.unreachable (could_not),
// database.refused (problem), stopped (could_not).
core::Expected<Session> connect_when_ready(const ConnectionSettings& settings, const SessionOptions& options,
                                           const WaitOptions& wait, const std::stop_token& stop);

}  // namespace chandler::platform::postgres
