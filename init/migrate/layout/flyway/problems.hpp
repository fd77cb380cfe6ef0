#pragma once

#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "init/migrate/layout/flyway/files.hpp"
#include "init/migrate/layout/flyway/history.hpp"

namespace chandler::migrate::flyway_layout {

// What can be wrong between folder and history, in words: for the plan, which stops at the first, and for
// `validate`, which lists all.
core::Error changed_file(const Folder& folder, const File& file, const Row& row, std::int32_t sum);
core::Error missing_file(const Version& version, const Row& row);
core::Error missing_repeatable(const Row& row);
core::Error failed(const File& file);
core::Error failed_without_file(const Version& version, const Row& row);
core::Error ahead(const State& state, const Files& files, const Row& row);
core::Error out_of_order(const File& file, const State& state);

// Whether a version without file is newer than all files.
bool is_ahead(const Files& files, const Version& version);

// Errors: migrate.bad_target; `where` names the flag.
core::Expected<Version> parse_target(const std::string& text, std::string_view where);

}  // namespace chandler::migrate::flyway_layout
