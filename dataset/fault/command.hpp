#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Statements whose rows nobody reads. Errors: those of server_failure, at `where`.
core::Expected<void> command(platform::postgres::Session& session, std::string_view sql, const std::string& where);

// Ends a transaction that is open, failed or not. Should that fail, the session is gone, and the transaction with it.
void roll_back(platform::postgres::Session& session);

}  // namespace chandler::dataset
