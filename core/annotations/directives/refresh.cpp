#include <array>

#include "core/annotations/directives/grammar.hpp"
#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"
#include "core/annotations/directives/periodic.hpp"
#include "core/text/cron.hpp"
#include "core/text/names.hpp"

namespace chandler::core::annotations {
namespace {

constexpr std::array<std::string_view, 3> refresh_modes{"merge", "swap", "append"};

constexpr auto refresh = &ProvisionSpec::refresh;

constexpr auto table = std::to_array<Directive>({
    {.name = "refresh-schedule",
     .group = Group::refresh,
     .grammar = cron_grammar,
     .meaning = "When to bring the data sets up to date.",
     .causes = "CronJob WORKLOAD-refresh",
     .read = into<text::parse_cron, refresh, &ProvisionSpec::Refresh::schedule>,
     .task = true,
     .workloads = Workloads::long_running},
    {.name = "refresh-timezone",
     .group = Group::refresh,
     .grammar = "area of the time zone database",
     .fallback = "that of the cluster",
     .meaning = "The schedule's time zone, such as Europe/Berlin.",
     .causes = "time zone of the CronJob",
     .read = into<text::parse_time_zone, refresh, &ProvisionSpec::Refresh::time_zone>,
     .needs = "refresh-schedule",
     .workloads = Workloads::long_running},
    {.name = "refresh",
     .group = Group::refresh,
     .grammar = data_grammar,
     .fallback = "what `load` says",
     .meaning = "What to bring up to date.",
     .causes = "sources of the CronJob",
     .read = into<parse_sources, refresh, &ProvisionSpec::Refresh::sources>,
     .needs = "refresh-schedule",
     .workloads = Workloads::long_running},
    {.name = "refresh-mode",
     .group = Group::refresh,
     .grammar = "merge, swap or append",
     .fallback = "merge",
     .meaning = "How: only the rows that differ, a table built beside and renamed, or only additions.",
     .causes = "mode of the CronJob",
     .read = into<choice<refresh_modes>, refresh, &ProvisionSpec::Refresh::mode>,
     .needs = "refresh-schedule",
     .workloads = Workloads::long_running},
    {.name = "refresh-max-delete",
     .group = Group::refresh,
     .grammar = "percentage",
     .meaning = "Refuse a refresh that would delete more of a table than this.",
     .causes = "guard of the CronJob",
     .read = into<text::parse_percentage, refresh, &ProvisionSpec::Refresh::max_delete>,
     .needs = "refresh-schedule",
     .workloads = Workloads::long_running},
    {.name = "refresh-restart-policy",
     .group = Group::refresh,
     .grammar = "Never or OnFailure",
     .fallback = "Never",
     .meaning = "Whether a failed run's pod is restarted (its logs may go with it) or stays and another is made.",
     .causes = "restart policy of the CronJob's pods",
     .read = into<choice<restart_policies>, refresh, &ProvisionSpec::Refresh::restart_policy>,
     .needs = "refresh-schedule",
     .workloads = Workloads::long_running},
});

}  // namespace

std::span<const Directive> refresh_directives() {
  return table;
}

}  // namespace chandler::core::annotations
