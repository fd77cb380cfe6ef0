#include "cron/probe/report/metrics.hpp"

#include <array>
#include <map>

#include "platform/metrics/registry.hpp"

namespace chandler::probe {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 2> check_labels{"database", "check"};
constexpr std::array<std::string_view, 4> finding_labels{"database", "check", "id", "severity"};

constexpr Declaration verdict{.type = Type::gauge,
                              .name = "chandler_probe_verdict",
                              .help = "0 ok, 1 info, 2 warning, 3 could not check, 4 problem.",
                              .labels = check_labels};
constexpr Declaration findings{.type = Type::gauge,
                               .name = "chandler_probe_findings",
                               .help = "What the check found, by id and severity.",
                               .labels = finding_labels};
constexpr Declaration duration{.type = Type::gauge,
                               .name = "chandler_probe_duration_seconds",
                               .help = "How long the check took.",
                               .labels = check_labels};
constexpr Declaration finished{.type = Type::gauge,
                               .name = "chandler_probe_timestamp_seconds",
                               .help = "When the check began, as Unix time.",
                               .labels = check_labels};

constexpr std::array<const Declaration*, 4> all{&verdict, &findings, &duration, &finished};

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

std::string metrics_of(const RunReport& report) {
  platform::metrics::Registry registry;
  auto& verdicts = registry.add(verdict);
  auto& found = registry.add(findings);
  auto& durations = registry.add(duration);
  auto& times = registry.add(finished);
  for (const DatabaseReport& database : report.databases) {
    const double began = std::chrono::duration<double>(database.started.time_since_epoch()).count();
    for (const CheckReport& check : database.checks) {
      verdicts.with({database.database, check.check->name}).set(static_cast<double>(check.verdict()));
      durations.with({database.database, check.check->name}).set(std::chrono::duration<double>(check.duration).count());
      times.with({database.database, check.check->name}).set(began);
      for (const Finding& finding : check.outcome.findings) {
        found.with({database.database, check.check->name, finding.id, name_of(finding.severity)}).add();
      }
    }
  }
  return registry.text();
}

}  // namespace chandler::probe
