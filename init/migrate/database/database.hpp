#pragma once

#include <chrono>

#include "core/error.hpp"
#include "init/migrate/layout/choose.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/plan.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::migrate {

// What one query tells of the connected database.
struct Surroundings {
  DatabaseFacts facts;
  HistoryTables tables;
  bool read_only = false;  // a replica, or default_transaction_read_only
};

// Errors: migrate.no_schema, and the server's.
core::Expected<Surroundings> look_around(platform::postgres::Session& session);

core::Expected<History> read_history(platform::postgres::Session& session, const Layout& layout,
                                     std::string_view schema, Detail detail = Detail::plan);

// Whether the schema holds anything that no extension owns.
core::Expected<bool> schema_is_empty(platform::postgres::Session& session, std::string_view schema);

// The server's words as an error of ours. A connection that broke has the code `connection_lost`, which
// tells the caller to connect again and look.
inline constexpr std::string_view connection_lost = "migrate.connection_lost";
core::Error database_error(const platform::postgres::ServerError& error, std::string_view doing);

}  // namespace chandler::migrate
