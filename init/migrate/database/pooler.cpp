#include "init/migrate/database/pooler.hpp"

#include <cstdint>
#include <string>

#include "init/migrate/database/database.hpp"

namespace chandler::migrate {
namespace {

using platform::postgres::Session;

// Another client may take the server connection just then, which proves as much, or hide it once.
constexpr int tries = 5;

core::Expected<std::int64_t> server_process(Session& session, const char* before = "") {
  const auto row = session.run(std::string(before) + "SELECT pg_catalog.pg_backend_pid()");
  if (!row) return std::unexpected(database_error(row.error(), "looking for a connection pooler"));
  return row->integer(0, 0);
}

// Whether a second connection, in a transaction, gets our server process, or makes us change it.
core::Expected<bool> shares_its_server(Session& session, Session& other) {
  const auto mine = server_process(session);
  if (!mine) return std::unexpected(mine.error());
  const auto others = server_process(other, "BEGIN;");
  if (!others) return std::unexpected(others.error());
  const auto mine_now = server_process(session);
  (void)other.run("ROLLBACK");
  if (!mine_now) return std::unexpected(mine_now.error());
  return *others == *mine || *mine_now != *mine;
}

}  // namespace

core::Expected<void> refuse_transaction_pooler(Session& session, const std::stop_token& stop) {
  const auto process = server_process(session);
  if (!process) return std::unexpected(process.error());
  if (*process == session.backend_pid()) return {};
  auto other = Session::connect(session.settings(), {.application_name = "chandler (pooler?)"}, stop);
  if (!other) return std::unexpected(database_error(other.error(), "looking at the connection pooler"));
  for (int i = 0; i < tries; ++i) {
    const auto shared = shares_its_server(session, *other);
    if (!shared) return std::unexpected(shared.error());
    if (!*shared) continue;
    return std::unexpected(core::Error{
        .code = "database.pooled",
        .message = "a connection pooler in transaction mode stands between, through which no lock can be held",
        .where = session.settings().describe(),
        .hint = "Connect to PostgreSQL itself (chandler.dev/database-host, -port), or through a pool with "
                "pool_mode = session"});
  }
  return {};
}

}  // namespace chandler::migrate
