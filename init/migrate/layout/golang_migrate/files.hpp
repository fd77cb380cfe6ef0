#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate::golang_migrate_layout {

using Version = std::uint64_t;

// A file name as golang-migrate's pattern takes it apart.
struct FileName {
  Version version = 0;
  std::string description;
  Direction direction = Direction::up;
};

std::optional<FileName> parse_file_name(std::string_view file);

struct File {
  std::string file;
  std::string description;
};

struct Files {
  std::map<Version, File> up;
  std::map<Version, File> down;

  // The version that a way down from `version` arrives at; nullopt: before the first.
  std::optional<Version> before(Version version) const;
};

// Errors: migrate.duplicate_version, naming both files; migrate.no_migrations when none leads up.
core::Expected<Files> sort_files(const Folder& folder);

// What the table's one row says.
struct Position {
  std::optional<Version> version;
  bool dirty = false;
};

// Errors: migrate.history for a version that golang-migrate could not have written.
core::Expected<Position> read_position(const History& history);

}  // namespace chandler::migrate::golang_migrate_layout
