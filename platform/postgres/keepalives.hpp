#pragma once

#include <string>

#include "platform/postgres/settings.hpp"

namespace chandler::platform::postgres {

// By these parameters of libpq we notice within a minute that the server vanished without a word. What the
// settings say already stays.
void add_keepalives(ConnectionSettings& settings);

// SQL that lets the server notice as quickly that we vanished: it would else keep our transaction, and every
// lock with it, for as long as the kernel's defaults say (two hours on Linux). Empty where `keepalives` is 0.
// RESET ALL takes it back.
std::string server_keepalives(ConnectionSettings settings);

}  // namespace chandler::platform::postgres
