#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "init/migrate/layout/layout.hpp"
#include "init/migrate/layout/ledger/tool.hpp"
#include "init/migrate/layout/upkeep.hpp"

namespace chandler::migrate::ledger {

// The layout of a tool that keeps one row for each applied version.
class LedgerLayout : public Layout, public Upkeep, public Tool {
 public:
  std::string_view name() const final { return tool(); }
  std::string_view table() const final { return history_table(); }
  std::string_view example() const final { return file_example(); }
  bool owns(std::string_view file) const final { return !file.contains('/') && takes(file); }
  bool wants_empty_schema() const final { return false; }
  const Upkeep& upkeep() const final { return *this; }

  core::Expected<Plan> plan(const Folder& folder, const History& history, const PlanSettings& settings) const final;
  std::string applied(std::string_view schema, const Step& step) const final;
  std::string started(std::string_view schema, const Step& step) const final;
  std::string finished(std::string_view schema, const Step& step, std::int64_t milliseconds) const final;
  std::string repair_hint(std::string_view schema, const Step& step) const final;

  core::Expected<Survey> survey(const Folder& folder, const History& history, const PlanSettings& settings) const final;
  core::Expected<Plan> plan_down(const Folder& folder, const History& history,
                                 const PlanSettings& settings) const final;
  core::Expected<std::vector<Repair>> repair(const Folder& folder, const History& history, const PlanSettings& settings,
                                             Interrupted interrupted) const final;
  core::Expected<Baseline> baseline(const Folder& folder, const History& history, const PlanSettings& settings,
                                    const std::string& version) const final;

 protected:
  // The history's table as SQL takes it.
  std::string name_of(std::string_view schema) const;
};

}  // namespace chandler::migrate::ledger
