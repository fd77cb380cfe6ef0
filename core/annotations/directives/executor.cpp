#include <array>

#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"
#include "core/text/names.hpp"

namespace chandler::core::annotations {
namespace {

constexpr std::array<std::string_view, 3> native{"auto", "true", "false"};

constexpr auto executor = &ProvisionSpec::executor;

constexpr auto table = std::to_array<Directive>({
    {.name = "executor",
     .group = Group::executor,
     .grammar = "http://:PORT/PATH, sql:SCHEMA.FUNCTION or log",
     .meaning = "Execute queued tasks beside the application: `http` calls it at a port of its own pod, `sql` calls a "
                "function of the database, `log` only prints them.",
     .causes = "sidecar chandler-executor",
     .read = into<parse_handler, executor, &ProvisionSpec::Executor::handler>,
     .on_bad = Severity::refuse,
     .task = true,
     .workloads = Workloads::all},
    {.name = "executor-queue",
     .group = Group::executor,
     .grammar = "one or more names, with commas between",
     .fallback = "default",
     .meaning = "Which queues to claim from; the first has precedence.",
     .causes = "queues of chandler-executor",
     .read = into<parse_queues, executor, &ProvisionSpec::Executor::queues>,
     .on_bad = Severity::refuse,
     .needs = "executor"},
    {.name = "executor-table",
     .group = Group::executor,
     .grammar = "TABLE or SCHEMA.TABLE",
     .fallback = "chandler.task",
     .meaning = "An existing table of tasks, or an outbox.",
     .causes = "table of chandler-executor",
     .read = into<text::parse_relation, executor, &ProvisionSpec::Executor::table>,
     .on_bad = Severity::refuse,
     .needs = "executor",
     .undone = "tasks are claimed from chandler.task alone"},
    {.name = "executor-concurrency",
     .group = Group::executor,
     .grammar = "whole number from 1 to 1000",
     .fallback = "4",
     .meaning = "How many tasks run at once in one pod.",
     .causes = "concurrency of chandler-executor",
     .read = into<whole<1, 1000>, executor, &ProvisionSpec::Executor::concurrency>,
     .needs = "executor"},
    {.name = "executor-poll-interval",
     .group = Group::executor,
     .grammar = "duration from 100ms on",
     .fallback = "5s",
     .meaning = "How often to look for tasks when nothing was notified.",
     .causes = "poll interval of chandler-executor",
     .read = into<at_least<100>, executor, &ProvisionSpec::Executor::poll_interval>,
     .needs = "executor"},
    {.name = "executor-lease",
     .group = Group::executor,
     .grammar = "duration from 1s on",
     .fallback = "1m",
     .meaning = "After how long without a heartbeat a claimed task is anybody's again.",
     .causes = "lease of chandler-executor",
     .read = into<at_least<1000>, executor, &ProvisionSpec::Executor::lease>,
     .needs = "executor"},
    {.name = "executor-max-attempts",
     .group = Group::executor,
     .grammar = "whole number from 1 to 1000",
     .fallback = "10",
     .meaning = "After how many failures a task stays failed.",
     .causes = "attempts of chandler-executor",
     .read = into<whole<1, 1000>, executor, &ProvisionSpec::Executor::max_attempts>,
     .needs = "executor",
     .undone = "each task's own max_attempts holds, an argument of chandler.enqueue"},
    {.name = "executor-timeout",
     .group = Group::executor,
     .grammar = "duration from 100ms on",
     .fallback = "30s",
     .meaning = "How long the handler may take for one task; for `http` less than the lease.",
     .causes = "time limit of chandler-executor",
     .read = into<at_least<100>, executor, &ProvisionSpec::Executor::timeout>,
     .needs = "executor"},
    {.name = "executor-port",
     .group = Group::executor,
     .grammar = "port number",
     .fallback = "19800",
     .meaning = "Where the sidecar serves its metrics. No container of the pod may use it.",
     .causes = "port of chandler-executor",
     .read = into<text::parse_port, executor, &ProvisionSpec::Executor::port>,
     .on_bad = Severity::refuse,
     .needs = "executor"},
    {.name = "native-sidecar",
     .group = Group::executor,
     .grammar = "auto, true or false",
     .fallback = "auto: true in pods that end (Jobs, CronJobs), false elsewhere",
     .meaning =
         "Whether the sidecar is a native one: an init container that is always restarted, and keeps no pod from "
         "ending.",
     .causes = "form of chandler-executor",
     .read = into<choice<native>, executor, &ProvisionSpec::Executor::native_sidecar>,
     .needs = "executor"},
});

}  // namespace

std::span<const Directive> executor_directives() {
  return table;
}

}  // namespace chandler::core::annotations
