#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/layout/flyway/version.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate::flyway_layout {

// A file name as Flyway reads it: prefix, version, "__", description, ".sql" (in any case).
struct FileName {
  char prefix = 'V';               // V versioned, R repeatable, B baseline, U undo
  std::optional<Version> version;  // none for R
  std::string description;         // '_' as blanks
};

std::optional<FileName> parse_file_name(std::string_view file);

struct File {
  std::string file;
  FileName name;
};

struct Files {
  std::map<Version, File> versioned;
  std::map<Version, File> baselines;
  std::map<std::string, File> repeatable;  // by description, which is also their order
  std::vector<std::string> others;         // .sql files that Flyway would not run as migrations
};

// Errors: migrate.duplicate_version, naming both files.
core::Expected<Files> sort_files(const Folder& folder);

}  // namespace chandler::migrate::flyway_layout
