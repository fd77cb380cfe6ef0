#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "dataset/table/table.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::swap {

// Behind a lock that is waited for, everybody else waits, too: so no wait for one is longer than this.
inline constexpr std::chrono::milliseconds longest_wait{50};

struct BriefLock {
  const Table& table;  // whose holders are named when it takes too long
  const std::string& file;
  std::chrono::milliseconds timeout;  // for all tries together
};

// Opens a transaction and runs `statements`, which take locks, in it. When one is not to be had within
// longest_wait, it is rolled back, the others go first, and it is tried again. Errors: load.locked (could_not) at the
// time-out, stopped, the server's; no transaction is open then.
core::Expected<void> begin_with_brief_lock(platform::postgres::Session& session, const std::string& statements,
                                           const BriefLock& lock, const std::stop_token& stop);

}  // namespace chandler::dataset::swap
