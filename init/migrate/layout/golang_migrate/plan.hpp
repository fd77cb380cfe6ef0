#pragma once

#include "core/error.hpp"
#include "init/migrate/layout/golang_migrate/files.hpp"
#include "init/migrate/layout/upkeep.hpp"
#include "init/migrate/plan.hpp"

namespace chandler::migrate::golang_migrate_layout {

// golang-migrate's rules: what `migrate up` would apply. A file that comes late cannot be told from one
// that was applied, for the history holds one version only.
core::Expected<Plan> plan_up(const Files& files, const Position& position, const PlanSettings& settings);

// As `migrate goto` backwards, but a version without its down file is refused, where the tool would go
// back without undoing anything.
core::Expected<Plan> plan_down(const Files& files, const Position& position, const PlanSettings& settings);

core::Expected<Survey> survey(const Files& files, const Position& position, const PlanSettings& settings);

// Errors: migrate.bad_target, naming the versions that there are.
core::Expected<Version> version_of_a_file(const Files& files, const std::string& text, std::string_view where);

}  // namespace chandler::migrate::golang_migrate_layout
