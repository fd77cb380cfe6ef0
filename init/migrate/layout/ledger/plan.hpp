#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/layout/ledger/ledger.hpp"
#include "init/migrate/layout/upkeep.hpp"
#include "init/migrate/plan.hpp"

namespace chandler::migrate::ledger {

// What is pending, by the tool's order. Errors: as Layout::plan.
core::Expected<Plan> plan_up(const Ledger& ledger, const PlanSettings& settings);

// The way back, newest version first. Errors: as Upkeep::plan_down.
core::Expected<Plan> plan_down(const Ledger& ledger, const PlanSettings& settings);

core::Expected<Survey> survey(const Ledger& ledger, const PlanSettings& settings);

// Marks go, as `interrupted` says; checksums follow the files.
core::Expected<std::vector<Repair>> repair(const Ledger& ledger, const PlanSettings& settings, Interrupted interrupted);

// A row for each file up to and with `version`.
core::Expected<Baseline> baseline(const Ledger& ledger, const PlanSettings& settings, const std::string& version);

}  // namespace chandler::migrate::ledger
