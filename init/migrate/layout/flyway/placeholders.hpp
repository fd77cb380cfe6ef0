#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/plan.hpp"

namespace chandler::migrate::flyway_layout {

// Replaces `${name}` wherever it stands, also in comments and quotes, as Flyway does. Names are those of
// --placeholder, and flyway:database, :defaultSchema, :user, :table, :filename, :timestamp.
// Errors: migrate.placeholder with file, line and column for a name that has no value.
// Whether anything looks like one. `text` is a view of the folder's.
bool has_placeholders(std::string_view text, const Folder& folder);

core::Expected<SourceText> replace_placeholders(std::string_view sql, const std::string& file,
                                                const PlanSettings& settings);

}  // namespace chandler::migrate::flyway_layout
