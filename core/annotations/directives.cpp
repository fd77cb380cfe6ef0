#include <algorithm>
#include <array>
#include <format>

#include "core/annotations/probe.hpp"
#include "core/annotations/registry.hpp"
#include "core/text/cron.hpp"
#include "core/text/duration.hpp"
#include "core/text/list.hpp"
#include "core/text/names.hpp"

// The registry's table. A row here is all that a new annotation needs besides its field in the spec.
namespace chandler::core::annotations {
namespace {

using text::Parsed;
using Spec = ProvisionSpec;

constexpr std::array<std::string_view, 6> ssl_modes{"disable", "allow",     "prefer",
                                                    "require", "verify-ca", "verify-full"};
constexpr std::array<std::string_view, 6> layouts{"auto", "flyway", "golang-migrate", "goose", "dbmate", "sqlx"};
constexpr std::array<std::string_view, 2> on_ahead{"fail", "allow"};
constexpr std::array<std::string_view, 3> lint{"off", "warn", "refuse"};
constexpr std::array<std::string_view, 3> refresh_modes{"merge", "swap", "append"};
constexpr std::array<std::string_view, 2> restart_policies{"Never", "OnFailure"};
constexpr std::array<std::string_view, 3> pull_policies{"Always", "IfNotPresent", "Never"};
constexpr std::array<std::string_view, 3> native{"auto", "true", "false"};
constexpr std::array<std::string_view, 4> log_levels{"debug", "info", "warning", "error"};

template <const auto& Choices>
Parsed<std::string_view> choice(std::string_view value) {
  return text::parse_choice(value, Choices);
}

template <std::int64_t Least, std::int64_t Most>
Parsed<std::int64_t> whole(std::string_view value) {
  return text::parse_whole(value, Least, Most);
}

// A version as the layouts write them: digits, or digits with dots and underscores.
Parsed<std::string> parse_version(std::string_view value) {
  static constexpr std::size_t longest = 64;
  const bool valid = !value.empty() && value.size() <= longest && value.front() >= '0' && value.front() <= '9' &&
                     value.find_first_not_of("0123456789._") == std::string_view::npos;
  if (valid) return std::string(value);
  return text::mismatch("is not a version such as 42, 1.2 or 20260131120000");
}

// Parses `value` and stores it in Spec.*Part.*Field, or in Spec.*Field.
template <auto Parse, auto Part, auto Field>
Parsed<void> into(std::string_view value, Spec& spec) {
  auto parsed = Parse(value);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  (spec.*Part).*Field = std::move(*parsed);
  return {};
}

template <auto Parse, auto Field>
Parsed<void> into(std::string_view value, Spec& spec) {
  auto parsed = Parse(value);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  spec.*Field = std::move(*parsed);
  return {};
}

constexpr auto refuse = Severity::refuse;
constexpr auto database = &Spec::database;
constexpr auto migrate = &Spec::migrate;
constexpr auto executor = &Spec::executor;
constexpr auto refresh = &Spec::refresh;
constexpr auto probe = &Spec::probe;
constexpr auto containers = &Spec::containers;

constexpr std::string_view source_grammar =
    "configmap:NAME[/KEY], secret:NAME[/KEY], image:/PATH, volume:NAME[/SUBPATH] or oci:REFERENCE[//PATH]";
constexpr std::string_view data_grammar =
    "one or more, with commas between: configmap:NAME[/KEY], secret:NAME[/KEY], image:/PATH, volume:NAME[/SUBPATH], "
    "oci:REFERENCE[//PATH], https://…[#sha256=…] or postgres:SECRET[?table=…]";
constexpr std::string_view cron_grammar =
    "five cron fields, @hourly, @daily, @weekly, @monthly, @yearly or @every DURATION";

constexpr auto table = std::to_array<Directive>({
    {.name = "database",
     .group = Group::database,
     .grammar = "name of a Secret",
     .meaning =
         "Where to connect: a Secret as CloudNativePG, Crunchy, Zalando or KubeDB writes it, or with a plain `uri`. "
         "Keys that count: uri, url, host, port, dbname, database, user, username, password, sslmode.",
     .causes = "connection from this Secret's keys",
     .read = into<text::parse_object_name, database, &Spec::Database::secret>,
     .on_bad = refuse},
    {.name = "database-host",
     .group = Group::database,
     .grammar = "host name or address",
     .meaning = "The server, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_HOST",
     .read = into<text::parse_host, database, &Spec::Database::host>,
     .on_bad = refuse},
    {.name = "database-port",
     .group = Group::database,
     .grammar = "port number",
     .fallback = "5432",
     .meaning = "The server's port, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_PORT",
     .read = into<text::parse_port, database, &Spec::Database::port>,
     .on_bad = refuse},
    {.name = "database-name",
     .group = Group::database,
     .grammar = "name of a database",
     .fallback = "the user's name",
     .meaning = "The database, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_NAME",
     .read = into<text::parse_database_name, database, &Spec::Database::name>,
     .on_bad = refuse},
    {.name = "database-user",
     .group = Group::database,
     .grammar = "name of a role",
     .meaning = "The role, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_USER",
     .read = into<text::parse_database_name, database, &Spec::Database::user>,
     .on_bad = refuse},
    {.name = "database-sslmode",
     .group = Group::database,
     .grammar = "disable, allow, prefer, require, verify-ca or verify-full",
     .fallback = "prefer",
     .meaning = "libpq's sslmode, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_SSLMODE",
     .read = into<choice<ssl_modes>, database, &Spec::Database::sslmode>,
     .on_bad = refuse},

    {.name = "migrate",
     .group = Group::migrate,
     .grammar = source_grammar,
     .meaning = "The folder of migrations. The pod's own containers start only after all of them are applied.",
     .causes = "init container chandler-migrate",
     .read = into<parse_migrations_source, migrate, &Spec::Migrate::source>,
     .on_bad = refuse,
     .task = true},
    {.name = "migrate-layout",
     .group = Group::migrate,
     .grammar = "auto, flyway, golang-migrate, goose, dbmate or sqlx",
     .fallback = "auto",
     .meaning = "Whose file names, history table and lock these are.",
     .causes = "--layout of chandler-migrate",
     .read = into<choice<layouts>, migrate, &Spec::Migrate::layout>,
     .on_bad = refuse,
     .needs = "migrate"},
    {.name = "migrate-target",
     .group = Group::migrate,
     .grammar = "a version",
     .fallback = "the newest",
     .meaning = "Stop after this version.",
     .causes = "--target of chandler-migrate",
     .read = into<parse_version, migrate, &Spec::Migrate::target>,
     .on_bad = refuse,
     .needs = "migrate"},
    {.name = "migrate-lock-timeout",
     .group = Group::migrate,
     .grammar = "duration",
     .fallback = "5s",
     .meaning = "How long a statement waits for a table's lock before it gives way and tries again.",
     .causes = "--lock-timeout of chandler-migrate",
     .read = into<text::parse_duration, migrate, &Spec::Migrate::lock_timeout>,
     .needs = "migrate"},
    {.name = "migrate-statement-timeout",
     .group = Group::migrate,
     .grammar = "duration",
     .fallback = "0s: none",
     .meaning = "How long one statement may run.",
     .causes = "--statement-timeout of chandler-migrate",
     .read = into<text::parse_duration, migrate, &Spec::Migrate::statement_timeout>,
     .needs = "migrate"},
    {.name = "migrate-on-ahead",
     .group = Group::migrate,
     .grammar = "fail or allow",
     .fallback = "fail",
     .meaning =
         "What to do when the database holds newer versions than the files, as after a rollback of the application.",
     .causes = "--on-ahead of chandler-migrate",
     .read = into<choice<on_ahead>, migrate, &Spec::Migrate::on_ahead>,
     .on_bad = refuse,
     .needs = "migrate"},
    {.name = "migrate-lint",
     .group = Group::migrate,
     .grammar = "off, warn or refuse",
     .fallback = "off",
     .meaning = "What to do about pending statements that would block a table in use, or break the version of the "
                "application that still runs: nothing, log them, or apply none of them.",
     .causes = "--lint of chandler-migrate",
     .read = into<choice<lint>, migrate, &Spec::Migrate::lint>,
     .on_bad = refuse,
     .needs = "migrate"},

    {.name = "load",
     .group = Group::load,
     .grammar = data_grammar,
     .meaning = "Data sets: each file is a table (`food_item.csv`). Loaded before the pod's own containers start; an "
                "unchanged file costs one query.",
     .causes = "init container chandler-load",
     .read = into<parse_sources, &Spec::load>,
     .on_bad = refuse,
     .task = true},

    {.name = "wait-for",
     .group = Group::wait,
     .grammar = "one or more, with commas between: job/NAME, service/NAME:PORT, tcp:HOST:PORT, http(s)://…, database",
     .meaning =
         "What has to be there before anything else of Chandler's. `job/` reads the Job with the pod's own service "
         "account.",
     .causes = "the first of chandler-migrate and chandler-load waits, else init container chandler-wait",
     .read = into<parse_wait_list, &Spec::wait_for>,
     .on_bad = refuse,
     .task = true},

    {.name = "executor",
     .group = Group::executor,
     .grammar = "http://:PORT/PATH, sql:SCHEMA.FUNCTION, amqp:SECRET or log",
     .meaning = "Execute queued tasks beside the application, with this handler.",
     .causes = "sidecar chandler-executor",
     .read = into<parse_handler, executor, &Spec::Executor::handler>,
     .task = true,
     .carried_out = false,
     .workloads = Workloads::all},
    {.name = "executor-queue",
     .group = Group::executor,
     .grammar = "name of a queue",
     .fallback = "default",
     .meaning = "Which queue to claim from.",
     .causes = "queue of chandler-executor",
     .read = into<text::parse_database_name, executor, &Spec::Executor::queue>,
     .needs = "executor",
     .carried_out = false},
    {.name = "executor-table",
     .group = Group::executor,
     .grammar = "TABLE or SCHEMA.TABLE",
     .fallback = "chandler.task",
     .meaning = "An existing table of tasks, or an outbox.",
     .causes = "table of chandler-executor",
     .read = into<text::parse_relation, executor, &Spec::Executor::table>,
     .needs = "executor",
     .carried_out = false},
    {.name = "executor-concurrency",
     .group = Group::executor,
     .grammar = "whole number from 1 to 1000",
     .fallback = "4",
     .meaning = "How many tasks run at once in one pod.",
     .causes = "concurrency of chandler-executor",
     .read = into<whole<1, 1000>, executor, &Spec::Executor::concurrency>,
     .needs = "executor",
     .carried_out = false},
    {.name = "executor-poll-interval",
     .group = Group::executor,
     .grammar = "duration",
     .fallback = "5s",
     .meaning = "How often to look for tasks when nothing was notified.",
     .causes = "poll interval of chandler-executor",
     .read = into<text::parse_duration, executor, &Spec::Executor::poll_interval>,
     .needs = "executor",
     .carried_out = false},
    {.name = "executor-lease",
     .group = Group::executor,
     .grammar = "duration",
     .fallback = "1m",
     .meaning = "After how long without a heartbeat a claimed task is anybody's again.",
     .causes = "lease of chandler-executor",
     .read = into<text::parse_duration, executor, &Spec::Executor::lease>,
     .needs = "executor",
     .carried_out = false},
    {.name = "executor-max-attempts",
     .group = Group::executor,
     .grammar = "whole number from 1 to 1000",
     .fallback = "10",
     .meaning = "After how many failures a task stays failed.",
     .causes = "attempts of chandler-executor",
     .read = into<whole<1, 1000>, executor, &Spec::Executor::max_attempts>,
     .needs = "executor",
     .carried_out = false},
    {.name = "executor-timeout",
     .group = Group::executor,
     .grammar = "duration",
     .fallback = "30s",
     .meaning = "How long the handler may take for one task.",
     .causes = "time limit of chandler-executor",
     .read = into<text::parse_duration, executor, &Spec::Executor::timeout>,
     .needs = "executor",
     .carried_out = false},
    {.name = "executor-port",
     .group = Group::executor,
     .grammar = "port number",
     .fallback = "19800",
     .meaning = "Where the sidecar serves its metrics.",
     .causes = "port of chandler-executor",
     .read = into<text::parse_port, executor, &Spec::Executor::port>,
     .needs = "executor",
     .carried_out = false},
    {.name = "native-sidecar",
     .group = Group::executor,
     .grammar = "auto, true or false",
     .fallback = "auto: true in Jobs and CronJobs, false elsewhere",
     .meaning = "Whether the sidecar is a native one (an init container that is always restarted).",
     .causes = "form of chandler-executor",
     .read = into<choice<native>, executor, &Spec::Executor::native_sidecar>,
     .needs = "executor",
     .carried_out = false},

    {.name = "refresh-schedule",
     .group = Group::refresh,
     .grammar = cron_grammar,
     .meaning = "When to bring the data sets up to date.",
     .causes = "CronJob WORKLOAD-refresh",
     .read = into<text::parse_cron, refresh, &Spec::Refresh::schedule>,
     .task = true,
     .carried_out = false,
     .workloads = Workloads::long_running},
    {.name = "refresh-timezone",
     .group = Group::refresh,
     .grammar = "area of the time zone database",
     .fallback = "that of the cluster",
     .meaning = "The schedule's time zone, such as Europe/Berlin.",
     .causes = "time zone of the CronJob",
     .read = into<text::parse_time_zone, refresh, &Spec::Refresh::time_zone>,
     .needs = "refresh-schedule",
     .carried_out = false,
     .workloads = Workloads::long_running},
    {.name = "refresh",
     .group = Group::refresh,
     .grammar = data_grammar,
     .fallback = "what `load` says",
     .meaning = "What to bring up to date.",
     .causes = "sources of the CronJob",
     .read = into<parse_sources, refresh, &Spec::Refresh::sources>,
     .needs = "refresh-schedule",
     .carried_out = false,
     .workloads = Workloads::long_running},
    {.name = "refresh-mode",
     .group = Group::refresh,
     .grammar = "merge, swap or append",
     .fallback = "merge",
     .meaning = "How: only the rows that differ, a table built beside and renamed, or only additions.",
     .causes = "mode of the CronJob",
     .read = into<choice<refresh_modes>, refresh, &Spec::Refresh::mode>,
     .needs = "refresh-schedule",
     .carried_out = false,
     .workloads = Workloads::long_running},
    {.name = "refresh-max-delete",
     .group = Group::refresh,
     .grammar = "percentage",
     .meaning = "Refuse a refresh that would delete more of a table than this.",
     .causes = "guard of the CronJob",
     .read = into<text::parse_percentage, refresh, &Spec::Refresh::max_delete>,
     .needs = "refresh-schedule",
     .carried_out = false,
     .workloads = Workloads::long_running},
    {.name = "refresh-restart-policy",
     .group = Group::refresh,
     .grammar = "Never or OnFailure",
     .fallback = "Never",
     .meaning = "Whether a failed run's pod is restarted (its logs may go with it) or stays and another is made.",
     .causes = "restart policy of the CronJob's pods",
     .read = into<choice<restart_policies>, refresh, &Spec::Refresh::restart_policy>,
     .needs = "refresh-schedule",
     .carried_out = false,
     .workloads = Workloads::long_running},

    {.name = "probe-schedule",
     .group = Group::probe,
     .grammar = cron_grammar,
     .meaning = "When to check the database's integrity.",
     .causes = "CronJob WORKLOAD-probe",
     .read = into<text::parse_cron, probe, &Spec::Probe::schedule>,
     .task = true,
     .carried_out = false,
     .workloads = Workloads::long_running},
    {.name = "probe",
     .group = Group::probe,
     .grammar =
         "checks with commas between: data_checksums, checksum_failures, amcheck, invalid_indexes, collation_drift, "
         "sequences, wraparound, replication, freshness, compare:SECRET",
     .fallback = "all but compare",
     .meaning = "Which checks.",
     .causes = "checks of the CronJob",
     .read = into<parse_checks, probe, &Spec::Probe::checks>,
     .needs = "probe-schedule",
     .carried_out = false,
     .workloads = Workloads::long_running},

    {.name = "order",
     .group = Group::containers,
     .grammar = "auto, first, last, after=NAME or before=NAME",
     .fallback = "auto",
     .meaning =
         "Where the init containers stand among the pod's own. `auto`: behind the native sidecars that lead the list "
         "(meshes) and behind init containers that fetch secrets, before those that redirect traffic to a proxy "
         "which does not run yet.",
     .causes = "place among the init containers",
     .read = into<parse_order, containers, &Spec::Containers::order>},
    {.name = "container",
     .group = Group::containers,
     .grammar = "name of a container of the pod",
     .fallback = "the first that is no mesh's proxy",
     .meaning = "Whose image `image:` sources come from, and whose user the init containers run as.",
     .causes = "image of image: sources, and user",
     .read = into<text::parse_label_name, containers, &Spec::Containers::container>},
    {.name = "image-pull-policy",
     .group = Group::containers,
     .grammar = "Always, IfNotPresent or Never",
     .fallback = "the installation's",
     .meaning = "For Chandler's own image.",
     .causes = "imagePullPolicy",
     .read = into<choice<pull_policies>, containers, &Spec::Containers::image_pull_policy>},
    {.name = "cpu-request",
     .group = Group::containers,
     .grammar = "quantity",
     .fallback = "the installation's",
     .meaning = "CPU that each injected container asks for.",
     .causes = "resources.requests.cpu",
     .read = into<text::parse_quantity, containers, &Spec::Containers::cpu_request>},
    {.name = "cpu-limit",
     .group = Group::containers,
     .grammar = "quantity",
     .fallback = "the installation's",
     .meaning = "CPU that each injected container may use.",
     .causes = "resources.limits.cpu",
     .read = into<text::parse_quantity, containers, &Spec::Containers::cpu_limit>},
    {.name = "memory-request",
     .group = Group::containers,
     .grammar = "quantity",
     .fallback = "the installation's",
     .meaning = "Memory that each injected container asks for.",
     .causes = "resources.requests.memory",
     .read = into<text::parse_quantity, containers, &Spec::Containers::memory_request>},
    {.name = "memory-limit",
     .group = Group::containers,
     .grammar = "quantity",
     .fallback = "the installation's",
     .meaning = "Memory that each injected container may use.",
     .causes = "resources.limits.memory",
     .read = into<text::parse_quantity, containers, &Spec::Containers::memory_limit>},
    {.name = "log-level",
     .group = Group::containers,
     .grammar = "debug, info, warning or error",
     .fallback = "info",
     .meaning = "How much the injected containers say.",
     .causes = "--log-level",
     .read = into<choice<log_levels>, containers, &Spec::Containers::log_level>},
});

}  // namespace

std::span<const Directive> directives() {
  return table;
}

}  // namespace chandler::core::annotations
