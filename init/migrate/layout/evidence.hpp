#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate {

// Why a folder looks like a tool's.
struct Evidence {
  const Layout* layout = nullptr;
  std::string reason;  // "00001_menu.sql holds \"-- +goose Up\""
};

// The tools whose files lie in the folder, one line of evidence each, in the order of layouts(). Names tell
// Flyway's; of the others' numbered files some are opened, for only their contents tell whose they are.
// Errors: Folder's.
core::Expected<std::vector<Evidence>> find_evidence(const Folder& folder);

}  // namespace chandler::migrate
