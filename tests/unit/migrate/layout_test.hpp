#pragma once

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/layout.hpp"
#include "init/migrate/layout/upkeep.hpp"
#include "tests/unit/migrate/temporary_folder.hpp"

// What the tests of every layout ask.
namespace chandler::migrate {

using Names = std::vector<std::string>;

inline Names files_of(const Plan& plan) {
  Names out;
  for (const Step& step : plan.pending) out.push_back(step.file);
  return out;
}

inline Plan plan_of(const Layout& layout, const TemporaryFolder& folder, const History& history,
                    const PlanSettings& settings = {}) {
  auto out = layout.plan(folder.open(), history, settings);
  if (!out) FAIL(core::describe(out.error()));
  return *std::move(out);
}

inline Plan way_back(const Layout& layout, const TemporaryFolder& folder, const History& history, std::string target) {
  auto out = layout.upkeep().plan_down(folder.open(), history, {.target = std::move(target)});
  if (!out) FAIL(core::describe(out.error()));
  return *std::move(out);
}

// Fails unless it is an error that a person can act on.
template <typename Value>
core::Error refusal(const core::Expected<Value>& out) {
  REQUIRE_FALSE(out.has_value());
  CHECK(out.error().outcome == core::Outcome::problem);
  CHECK_FALSE(out.error().where.empty());
  CHECK_FALSE(out.error().hint.empty());
  return out.error();
}

inline core::Error plan_refusal(const Layout& layout, const TemporaryFolder& folder, const History& history,
                                const PlanSettings& settings = {}) {
  return refusal(layout.plan(folder.open(), history, settings));
}

// "1 applied, 2 pending" for the entries of a survey, a '!' where there is a problem.
inline std::string survey_of(const Layout& layout, const TemporaryFolder& folder, const History& history,
                             const PlanSettings& settings = {}) {
  const auto survey = layout.upkeep().survey(folder.open(), history, settings);
  if (!survey) FAIL(core::describe(survey.error()));
  std::string out;
  for (const Entry& entry : survey->entries) {
    out += (out.empty() ? "" : ", ") + (entry.version.empty() ? entry.file : entry.version) + ' ' +
           std::string(id_of(entry.condition)) + (entry.problem ? "!" : "");
  }
  return out;
}

inline std::string repair_of(const Layout& layout, const TemporaryFolder& folder, const History& history,
                             Interrupted interrupted) {
  const auto repairs = layout.upkeep().repair(folder.open(), history, {.facts = {.schema = "s"}}, interrupted);
  if (!repairs) FAIL(core::describe(repairs.error()));
  std::string out;
  for (const Repair& each : *repairs) out += each.sql;
  return out;
}

inline core::Expected<Baseline> baseline_of(const Layout& layout, const TemporaryFolder& folder, const History& history,
                                            const std::string& version) {
  return layout.upkeep().baseline(folder.open(), history, {.facts = {.schema = "s"}}, version);
}

}  // namespace chandler::migrate
