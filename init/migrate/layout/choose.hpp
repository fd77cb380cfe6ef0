#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/layout/layout.hpp"

namespace chandler::migrate {

// History tables that a database holds, as found in its current schema.
struct HistoryTables {
  std::vector<std::string> names;

  // Two tools call their table schema_migrations: golang-migrate's has the column `dirty`, dbmate's has not.
  bool has_dirty_column = true;

  bool has(std::string_view table) const;
};

struct Choice {
  const Layout* layout = nullptr;
  std::string reason;  // "the folder holds V1__create_menu.sql"
};

// `wanted` is a layout's name or "auto": then names and contents of the files decide, and where two tools'
// files lie in one folder, or a name is good for two, the one history table found. Errors:
// migrate.unknown_layout (usage), migrate.no_migrations, migrate.ambiguous_layout, migrate.other_history,
// and Folder's.
core::Expected<Choice> choose_layout(std::string_view wanted, const Folder& folder, const HistoryTables& tables);

}  // namespace chandler::migrate
