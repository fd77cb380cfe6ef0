#pragma once

#include "core/error.hpp"
#include "platform/postgres/session.hpp"
#include "sql/traits.hpp"

namespace chandler::migrate {

enum class IndexState : std::uint8_t { missing, valid };

// A CREATE INDEX CONCURRENTLY that died leaves an invalid index behind, which IF NOT EXISTS would then
// take for the real one. Drops it if it is there: this very name on this very table, invalid, and built by
// nobody now. Errors: migrate.index_in_progress (could_not) when another session builds it, and the
// server's.
core::Expected<IndexState> clear_invalid_index(platform::postgres::Session& session, const sql::ConcurrentIndex& index);

// A REINDEX CONCURRENTLY that died leaves its half-built or half-removed twins behind, invalid indexes with
// names that end in _ccnew or _ccold: drops those of what it rebuilds. Those of TOAST tables stay: the
// server lets nobody drop them so. Errors: as above.
core::Expected<void> clear_leftovers(platform::postgres::Session& session, const sql::ConcurrentRebuild& rebuild);

}  // namespace chandler::migrate
