#pragma once

#include <filesystem>

#include "core/error.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::dataset::remote {

// How to connect, by a mounted Secret: a file each for uri, url, host, port, dbname, database, user, username, password
// and sslmode, as many as there are, and ca.crt for whom to trust. Errors (problem): load.source_missing,
// database.bad_uri, database.no_host. They show no value.
core::Expected<platform::postgres::ConnectionSettings> read_secret_folder(const std::filesystem::path& folder);

}  // namespace chandler::dataset::remote
