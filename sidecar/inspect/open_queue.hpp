#pragma once

#include <stop_token>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::execute {

// A session for a person's questions. Errors: the connection's; tasks.no_queue (problem) where the database has none.
core::Expected<platform::postgres::Session> open_queue(const platform::postgres::ConnectionSettings& database,
                                                       const std::stop_token& stop);

}  // namespace chandler::execute
