#include "init/migrate/layout/ledger/layout.hpp"

#include <format>

#include "init/migrate/layout/ledger/plan.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::migrate::ledger {
namespace {

using platform::postgres::qualified;

// How long the file's own transaction has taken so far.
constexpr std::string_view milliseconds_so_far =
    "EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp()) * 1000";

}  // namespace

std::string LedgerLayout::name_of(std::string_view schema) const {
  return qualified(schema, history_table());
}

core::Expected<Plan> LedgerLayout::plan(const Folder& folder, const History& history,
                                        const PlanSettings& settings) const {
  const auto both = Ledger::read(*this, folder, history);
  if (!both) return std::unexpected(both.error());
  return plan_up(*both, settings);
}

std::string LedgerLayout::applied(std::string_view schema, const Step& step) const {
  if (step.direction == Direction::down) return remove(schema, step.version);
  return (step.interrupted ? remove(schema, step.version) : "") + insert(schema, step, milliseconds_so_far);
}

std::string LedgerLayout::started(std::string_view schema, const Step& step) const {
  return step.interrupted ? "" : mark(schema, step);
}

std::string LedgerLayout::finished(std::string_view schema, const Step& step, std::int64_t milliseconds) const {
  if (step.direction == Direction::down) return remove(schema, step.version);
  return remove(schema, step.version) + insert(schema, step, std::to_string(milliseconds));
}

std::string LedgerLayout::repair_hint(std::string_view /*schema*/, const Step& step) const {
  return std::format(
      "Look whether {} is in effect. If it is: `chandler migrate repair --interrupted applied`. If it is not: undo "
      "what "
      "is left of it and `chandler migrate repair --interrupted not-applied`",
      step.file);
}

core::Expected<Survey> LedgerLayout::survey(const Folder& folder, const History& history,
                                            const PlanSettings& settings) const {
  const auto both = Ledger::read(*this, folder, history);
  if (!both) return std::unexpected(both.error());
  return ledger::survey(*both, settings);
}

core::Expected<Plan> LedgerLayout::plan_down(const Folder& folder, const History& history,
                                             const PlanSettings& settings) const {
  const auto both = Ledger::read(*this, folder, history);
  if (!both) return std::unexpected(both.error());
  return ledger::plan_down(*both, settings);
}

core::Expected<std::vector<Repair>> LedgerLayout::repair(const Folder& folder, const History& history,
                                                         const PlanSettings& settings, Interrupted interrupted) const {
  const auto both = Ledger::read(*this, folder, history);
  if (!both) return std::unexpected(both.error());
  return ledger::repair(*both, settings, interrupted);
}

core::Expected<Baseline> LedgerLayout::baseline(const Folder& folder, const History& history,
                                                const PlanSettings& settings, const std::string& version) const {
  const auto both = Ledger::read(*this, folder, history);
  if (!both) return std::unexpected(both.error());
  return ledger::baseline(*both, settings, version);
}

}  // namespace chandler::migrate::ledger
