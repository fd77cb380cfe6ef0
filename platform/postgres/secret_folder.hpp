#pragma once

#include <filesystem>

#include "core/error.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::platform::postgres {

// How to connect, by a mounted Secret: a file each for uri, url, host, port, dbname, database, user, username, password
// and sslmode, as many as there are, and ca.crt for whom to trust. Errors (problem): database.bad_uri,
// database.no_host, also where there is no such folder. They show no value.
core::Expected<ConnectionSettings> settings_of_folder(const std::filesystem::path& folder);

}  // namespace chandler::platform::postgres
