#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/lint/schema/schema.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::migrate::lint {

// What a database knows of the relations with these names, in whatever schema, and of tables whose indexes
// have them: kind, size, columns, constraints, indexes. The schema is complete then. Reads the catalogue
// only, and takes no lock that anybody waits for. Errors: the server's.
core::Expected<Schema> read_catalogue(platform::postgres::Session& session, const std::vector<std::string>& names);

}  // namespace chandler::migrate::lint
