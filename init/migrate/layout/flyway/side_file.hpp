#pragma once

#include <optional>
#include <string>

#include "core/error.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate::flyway_layout {

// What "X.sql.conf" beside "X.sql" says.
struct SideFile {
  std::optional<bool> execute_in_transaction;
  bool placeholder_replacement = true;
};

// Defaults where there is none. Errors: migrate.side_file for a key or a value that it cannot honour.
core::Expected<SideFile> read_side_file(const Folder& folder, const std::string& file);

}  // namespace chandler::migrate::flyway_layout
