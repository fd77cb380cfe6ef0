#include "core/annotations/probe.hpp"

#include <array>

#include "core/annotations/directives/grammar.hpp"
#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"
#include "core/text/cron.hpp"

namespace chandler::core::annotations {
namespace {

constexpr auto probe = &ProvisionSpec::probe;

constexpr auto table = std::to_array<Directive>({
    {.name = "probe-schedule",
     .group = Group::probe,
     .grammar = cron_grammar,
     .meaning = "When to check the database's integrity.",
     .causes = "CronJob WORKLOAD-probe",
     .read = into<text::parse_cron, probe, &ProvisionSpec::Probe::schedule>,
     .task = true,
     .workloads = Workloads::long_running},
    {.name = "probe",
     .group = Group::probe,
     .grammar =
         "checks with commas between: data_checksums, checksum_failures, amcheck, invalid_indexes, collation_drift, "
         "sequences, wraparound, replication, freshness, compare:SECRET",
     .fallback = "all but compare",
     .meaning = "Which checks.",
     .causes = "checks of the CronJob",
     .read = into<parse_checks, probe, &ProvisionSpec::Probe::checks>,
     .needs = "probe-schedule",
     .workloads = Workloads::long_running},
});

}  // namespace

std::span<const Directive> probe_directives() {
  return table;
}

}  // namespace chandler::core::annotations
