#pragma once

#include <stop_token>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::migrate {

// Refuses a connection pooler in transaction mode (PgBouncer's pool_mode = transaction, and its like):
// there a session's lock is taken on a server connection that the next transaction may not get, so it
// would protect nothing, and leak. Found by what a pooler cannot hide: the server process is another than
// the one that greeted us, and serves a second connection, too. One small query where there is no pooler.
// Errors: database.pooled (problem), and the server's.
core::Expected<void> refuse_transaction_pooler(platform::postgres::Session& session, const std::stop_token& stop);

}  // namespace chandler::migrate
