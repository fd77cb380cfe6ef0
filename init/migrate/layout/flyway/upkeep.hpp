#pragma once

#include <string>
#include <vector>

#include "init/migrate/layout/flyway/files.hpp"
#include "init/migrate/layout/flyway/history.hpp"
#include "init/migrate/layout/upkeep.hpp"

namespace chandler::migrate::flyway_layout {

// `flyway info` and `flyway validate` in one.
core::Expected<Survey> survey(const Files& files, const State& state, const Folder& folder,
                              const PlanSettings& settings);

// As `flyway repair`: failed rows go, checksums, descriptions and types follow the files, rows without a
// file get a row DELETE. Unlike it, rows newer than every file stay: after a rollback of the application
// they are all right.
core::Expected<std::vector<Repair>> repair(const Files& files, const State& state, const Folder& folder,
                                           const PlanSettings& settings, Interrupted interrupted);

// As `flyway baseline`, which the row names. Flyway's baseline needs no file of that version.
core::Expected<Baseline> baseline(const Files& files, const State& state, const PlanSettings& settings,
                                  const std::string& version);

}  // namespace chandler::migrate::flyway_layout
