#include "cron/probe/report/metrics.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "platform/metrics/registry.hpp"

namespace chandler::probe {
namespace {

using platform::metrics::Declaration;
using platform::metrics::Type;

constexpr std::array<std::string_view, 1> database_labels{"database"};
constexpr std::array<std::string_view, 2> check_labels{"database", "check"};
constexpr std::array<std::string_view, 4> finding_labels{"database", "check", "id", "severity"};

constexpr Declaration database_verdict{
    .type = Type::gauge,
    .name = "chandler_probe_database_verdict",
    .help = "The worst of the database's checks, as chandler_probe_verdict; 3 also where it could not be reached.",
    .labels = database_labels};
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
                               .help = "When the run began to look at the database, as Unix time.",
                               .labels = check_labels};

constexpr std::array<const Declaration*, 5> all{&database_verdict, &verdict, &findings, &duration, &finished};

}  // namespace

std::span<const Declaration* const> metric_declarations() {
  return all;
}

// A check may stand in a run more than once, with other arguments: the worst verdict, and the sum of the times.
std::string metrics_of(const RunReport& report) {
  platform::metrics::Registry registry;
  auto& of_databases = registry.add(database_verdict);
  auto& verdicts = registry.add(verdict);
  auto& found = registry.add(findings);
  auto& durations = registry.add(duration);
  auto& times = registry.add(finished);
  for (const DatabaseReport& database : report.databases) {
    of_databases.with({database.database}).set(static_cast<double>(database.verdict()));
    const double began = std::chrono::duration<double>(database.started.time_since_epoch()).count();
    std::map<std::string_view, Severity> worst;
    for (const CheckReport& check : database.checks) {
      Severity& known = worst[check.check->name];
      known = std::max(known, check.verdict());
      verdicts.with({database.database, check.check->name}).set(static_cast<double>(known));
      durations.with({database.database, check.check->name}).add(std::chrono::duration<double>(check.duration).count());
      times.with({database.database, check.check->name}).set(began);
      for (const Finding& finding : check.outcome.findings) {
        found.with({database.database, check.check->name, finding.id, name_of(finding.severity)}).add();
      }
    }
  }
  return registry.text();
}

}  // namespace chandler::probe
