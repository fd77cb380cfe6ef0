#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "init/migrate/source/folder.hpp"
#include "sql/split.hpp"

namespace chandler::migrate::dbmate_layout {

// One direction of a file: from its directive to the next, or to the end.
struct Block {
  sql::Range range;
  bool there = false;
  bool in_transaction = true;
};

struct Blocks {
  Block up;
  Block down;  // old versions of dbmate wanted none
};

// Reads as dbmate does: "-- migrate:up" and "-- migrate:down" at the beginning of a line, with options
// such as transaction:false behind. `text` is a view of the folder's. Errors: migrate.directive with
// "file:line".
core::Expected<Blocks> read_blocks(const Folder& folder, std::string_view text, const std::string& file);

// Whether the line is the directive "migrate:up": tells dbmate's files from others'.
bool begins_up(std::string_view line);

}  // namespace chandler::migrate::dbmate_layout
