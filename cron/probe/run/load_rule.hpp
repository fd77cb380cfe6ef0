#pragma once

#include <cstdint>

#include "platform/postgres/session.hpp"

namespace chandler::probe {

// When a probe stands back, which is a matter of the server's work and not of ours.
struct ServerLoad {
  std::int64_t active = 0;       // client backends that run a statement now, without this one
  std::int64_t connections = 0;  // max_connections
  bool somebody_waits = false;   // for a lock that this session holds
};

// Above a quarter of max_connections at work, and eight, or as soon as somebody waits for us.
bool is_busy(const ServerLoad& load);

platform::postgres::Answer<ServerLoad> read_load(platform::postgres::Session& session);

}  // namespace chandler::probe
