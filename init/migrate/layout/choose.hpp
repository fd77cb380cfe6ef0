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

  bool has(std::string_view table) const;
};

struct Choice {
  const Layout* layout = nullptr;
  std::string reason;  // "files are named like V1__create_menu.sql"
};

// `wanted` is a layout's name or "auto": then the names of the files decide, and where two tools' files
// lie in one folder, the one history table found. Errors: migrate.unknown_layout (usage),
// migrate.no_migrations, migrate.ambiguous_layout, migrate.other_history.
core::Expected<Choice> choose_layout(std::string_view wanted, const Folder& folder, const HistoryTables& tables);

}  // namespace chandler::migrate
