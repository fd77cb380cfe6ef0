#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::execute {

struct QueueStats {
  std::string queue;
  std::map<std::string, std::int64_t> tasks;  // by state: those of unfinished and failed ones
  std::int64_t ended = 0;                     // completed, cancelled or skipped within the last hour, still kept
  std::optional<std::int64_t> oldest_s;       // for how long the ready one has waited that waits the longest
};

// By queue, by name; each number from the index of its state, however many finished tasks are kept. Errors: the
// server's.
core::Expected<std::vector<QueueStats>> queue_stats(platform::postgres::Session& session);

}  // namespace chandler::execute
