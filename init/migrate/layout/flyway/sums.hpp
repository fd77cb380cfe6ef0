#pragma once

#include <cstdint>

#include "core/error.hpp"
#include "init/migrate/layout/flyway/files.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate::flyway_layout {

// The checksum that the history holds for a file. Errors: Folder::read's.
core::Expected<std::int32_t> checksum_of(const Folder& folder, const File& file);

// The same for a repeatable migration, which runs again when the value of a placeholder changes, too.
// Errors: also migrate.placeholder and migrate.side_file.
core::Expected<std::int32_t> repeatable_checksum(const Folder& folder, const File& file, const PlanSettings& settings);

}  // namespace chandler::migrate::flyway_layout
