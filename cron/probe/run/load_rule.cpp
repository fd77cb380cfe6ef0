#include "cron/probe/run/load_rule.hpp"

#include <algorithm>

namespace chandler::probe {

bool is_busy(const ServerLoad& load) {
  static constexpr std::int64_t always_allowed = 8;
  return load.somebody_waits || load.active > std::max(always_allowed, load.connections / 4);
}

// Whoever lacks pg_monitor sees other roles' backends, but not what they do: those count as idle.
platform::postgres::Answer<ServerLoad> read_load(platform::postgres::Session& session) {
  auto rows = session.query(R"(
SELECT count(*) FILTER (WHERE state = 'active' AND pid <> pg_backend_pid()),
       current_setting('max_connections')::bigint,
       bool_or(wait_event_type = 'Lock' AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
FROM pg_stat_activity WHERE backend_type = 'client backend')");
  if (!rows) return std::unexpected(std::move(rows.error()));
  return ServerLoad{
      .active = rows->integer(0, 0), .connections = rows->integer(0, 1), .somebody_waits = rows->boolean(0, 2)};
}

}  // namespace chandler::probe
