#include "cron/probe/run/report.hpp"

#include <algorithm>

namespace chandler::probe {

Severity CheckReport::verdict() const {
  Severity worst = Severity::ok;
  for (const Finding& finding : outcome.findings) worst = std::max(worst, finding.severity);
  return worst;
}

Severity DatabaseReport::verdict() const {
  Severity worst = error ? Severity::unchecked : Severity::ok;
  for (const CheckReport& check : checks) worst = std::max(worst, check.verdict());
  return worst;
}

Severity RunReport::verdict() const {
  Severity worst = Severity::ok;
  for (const DatabaseReport& database : databases) worst = std::max(worst, database.verdict());
  return worst;
}

core::Outcome outcome_of(const RunReport& report, Severity fail_on) {
  bool unchecked = false;
  const auto fails = [&](Severity severity) { return severity != Severity::unchecked && severity >= fail_on; };
  for (const DatabaseReport& database : report.databases) {
    unchecked = unchecked || database.error.has_value();
    for (const CheckReport& check : database.checks) {
      for (const Finding& finding : check.outcome.findings) {
        if (fails(finding.severity)) return core::Outcome::problem;
        unchecked = unchecked || finding.severity == Severity::unchecked;
      }
    }
  }
  return unchecked ? core::Outcome::could_not : core::Outcome::done;
}

}  // namespace chandler::probe
