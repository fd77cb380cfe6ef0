#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/source/folder.hpp"
#include "sql/split.hpp"

namespace chandler::migrate::goose_layout {

// A file of goose's, taken apart at its annotations.
struct Sections {
  std::size_t down = std::string_view::npos;  // where "-- +goose Down" begins; npos: there is none
  bool in_transaction = true;
  std::vector<sql::Range> substituted;       // lines in which ${NAME} is replaced
  std::optional<core::Error> unfinished_up;  // why the one part cannot run, though the other can
  std::optional<core::Error> unfinished_down;
};

// Reads as goose does. `text` is a view of the folder's. Errors: migrate.directive with "file:line".
core::Expected<Sections> read_sections(const Folder& folder, std::string_view text, const std::string& file);

}  // namespace chandler::migrate::goose_layout
