#include "core/annotations/probe.hpp"

#include <array>
#include <cstdint>

#include "core/annotations/directives/grammar.hpp"
#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"
#include "core/annotations/directives/periodic.hpp"
#include "core/text/cron.hpp"
#include "core/text/duration.hpp"

namespace chandler::core::annotations {
namespace {

constexpr std::array<std::string_view, 3> severities{"info", "warning", "problem"};
constexpr std::array<std::string_view, 2> keeps{"true", "false"};
// As many as --jobs takes.
constexpr std::int64_t most_jobs = 64;

constexpr auto probe = &ProvisionSpec::probe;

constexpr auto table = std::to_array<Directive>({
    {.name = "probe-schedule",
     .group = Group::probe,
     .grammar = cron_grammar,
     .meaning = "When to check whether the database is still what it should be.",
     .causes = "CronJob WORKLOAD-probe",
     .read = into<text::parse_cron, probe, &ProvisionSpec::Probe::schedule>,
     .task = true,
     .workloads = Workloads::long_running},
    {.name = "probe-timezone",
     .group = Group::probe,
     .grammar = "area of the time zone database",
     .fallback = "that of the cluster",
     .meaning = "The schedule's time zone, such as Europe/Berlin.",
     .causes = "time zone of the CronJob",
     .read = into<text::parse_time_zone, probe, &ProvisionSpec::Probe::time_zone>,
     .needs = "probe-schedule",
     .workloads = Workloads::long_running},
    {.name = "probe",
     .group = Group::probe,
     .grammar = "checks with commas between: settings, data_checksums, checksum_failures, invalid_indexes, "
                "constraints, collation_drift, sequences, wraparound, vacuum, replication, freshness, amcheck, "
                "duplicates, compare:SECRET[?tables=…&schema=…&ignore=…&rows=…&settle=…]",
     .fallback = "all but duplicates and compare",
     .meaning = "Which checks; `chandler probe list` tells of each. `compare` asks the database of another Secret "
                "whether it holds the same rows.",
     .causes = "checks of the CronJob",
     .read = into<parse_checks, probe, &ProvisionSpec::Probe::checks>,
     .needs = "probe-schedule",
     .workloads = Workloads::long_running},
    {.name = "probe-time-budget",
     .group = Group::probe,
     .grammar = "duration",
     .fallback = "10m",
     .meaning = "Stop after this long; what was not come to is said, and comes first the next time.",
     .causes = "time budget of the CronJob",
     .read = into<text::parse_duration, probe, &ProvisionSpec::Probe::time_budget>,
     .needs = "probe-schedule",
     .workloads = Workloads::long_running},
    {.name = "probe-fail-on",
     .group = Group::probe,
     .grammar = "info, warning or problem",
     .fallback = "problem",
     .meaning = "From which severity on a run fails, and the workload with it.",
     .causes = "threshold of the CronJob",
     .read = into<choice<severities>, probe, &ProvisionSpec::Probe::fail_on>,
     .needs = "probe-schedule",
     .workloads = Workloads::long_running},
    {.name = "probe-keep",
     .group = Group::probe,
     .grammar = "true or false",
     .fallback = "false",
     .meaning =
         "Whether the database keeps what was checked when (`chandler.probe_state`), so that a run goes on where "
         "the last one ended, and the history (`chandler.probe_run`).",
     .causes = "memory of the CronJob",
     .read = into<choice<keeps>, probe, &ProvisionSpec::Probe::keep>,
     .needs = "probe-schedule",
     .workloads = Workloads::long_running},
    {.name = "probe-jobs",
     .group = Group::probe,
     .grammar = "whole number, 1 to 64",
     .fallback = "1",
     .meaning = "How many connections share the work of `amcheck`.",
     .causes = "connections of the CronJob",
     .read = into<whole<1, most_jobs>, probe, &ProvisionSpec::Probe::jobs>,
     .needs = "probe-schedule",
     .workloads = Workloads::long_running},
    {.name = "probe-restart-policy",
     .group = Group::probe,
     .grammar = "Never or OnFailure",
     .fallback = "Never",
     .meaning = "Whether a failed run's pod is restarted (its logs may go with it, and it is tried again whatever it "
                "found) or stays and another is made.",
     .causes = "restart policy of the CronJob's pods",
     .read = into<choice<restart_policies>, probe, &ProvisionSpec::Probe::restart_policy>,
     .needs = "probe-schedule",
     .workloads = Workloads::long_running},
});

}  // namespace

std::span<const Directive> probe_directives() {
  return table;
}

}  // namespace chandler::core::annotations
