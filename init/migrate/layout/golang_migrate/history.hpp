#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "init/migrate/layout/golang_migrate/files.hpp"

namespace chandler::migrate::golang_migrate_layout {

inline constexpr std::string_view history_table = "schema_migrations";

// Replaces the table's one row. Both statements are sent as one text, hence in one transaction. No version:
// before the first migration, for which golang-migrate keeps a row of -1 only when it is dirty.
std::string set_version(std::string_view schema, std::optional<Version> version, bool dirty);

}  // namespace chandler::migrate::golang_migrate_layout
