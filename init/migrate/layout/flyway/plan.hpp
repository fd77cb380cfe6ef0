#pragma once

#include "core/error.hpp"
#include "init/migrate/layout/flyway/files.hpp"
#include "init/migrate/layout/flyway/history.hpp"
#include "init/migrate/plan.hpp"

namespace chandler::migrate::flyway_layout {

// Flyway's rules with its defaults: what `flyway migrate` would validate and apply.
core::Expected<Plan> make_plan(const Files& files, const State& state, const Folder& folder,
                               const PlanSettings& settings);

}  // namespace chandler::migrate::flyway_layout
