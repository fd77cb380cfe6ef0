#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

constexpr std::int64_t mebibyte = 1 << 20;
constexpr std::int64_t slot_warning = 1024 * mebibyte;
constexpr std::int64_t slot_problem = 10 * slot_warning;
constexpr double lag_warning_seconds = 60;

constexpr std::string_view slots = R"(
SELECT slot_name, slot_type, active, coalesce(wal_status, ''),
       pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END,
                       restart_lsn)::bigint
FROM pg_replication_slots ORDER BY 1)";

// The columns of replay are NULL for whoever lacks the right.
constexpr std::string_view standbys = R"(
SELECT application_name, state, sync_state, extract(epoch FROM replay_lag)::float8,
       pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END,
                       replay_lsn)::bigint,
       pg_has_role('pg_read_all_stats', 'USAGE')
FROM pg_stat_replication ORDER BY 1)";

constexpr std::string_view itself = R"(
SELECT pg_is_in_recovery(), pg_is_in_recovery() AND NOT EXISTS (SELECT FROM pg_stat_wal_receiver),
       CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
            ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END::float8)";

void read_slot(const platform::postgres::Result& rows, int row, Outcome& outcome) {
  const std::string name(rows.text(row, 0));
  const std::string_view status = rows.text(row, 3);
  const std::int64_t held = rows.integer(row, 4);
  const std::vector<Figure> figures{{.name = "wal_bytes", .value = held},
                                    {.name = "wal_status", .value = std::string(status)},
                                    {.name = "type", .value = std::string(rows.text(row, 1))}};
  const std::string drop = std::format("let its consumer come back, or SELECT pg_drop_replication_slot('{}')", name);
  if (status == "lost" || status == "unreserved") {
    outcome.findings.push_back(
        {.id = "replication.slot_lost",
         .severity = Severity::problem,
         .object = "slot " + name,
         .figures = figures,
         .meaning = "the WAL that its consumer needs is gone, or goes next: it has to begin anew",
         .remedy = "rebuild its consumer, then " + drop.substr(drop.find("SELECT"))});
  } else if (!rows.boolean(row, 2) && held >= slot_warning) {
    outcome.findings.push_back(
        {.id = "replication.slot_inactive",
         .severity = held >= slot_problem ? Severity::problem : Severity::warning,
         .object = "slot " + name,
         .figures = figures,
         .meaning =
             std::format("nobody reads from it, and {} MiB of WAL are kept for it: the disk fills up", held / mebibyte),
         .remedy = drop + "; max_slot_wal_keep_size limits what one may hold"});
  }
}

void read_standby(const platform::postgres::Result& rows, int row, Outcome& outcome) {
  const std::string name(rows.text(row, 0));
  if (!rows.boolean(row, 5)) {
    outcome.findings.push_back({.id = "replication.hidden",
                                .severity = Severity::unchecked,
                                .object = "standby " + name,
                                .figures = {},
                                .meaning = "this role may not see how far the standby is",
                                .remedy = "GRANT pg_monitor TO this role"});
    return;
  }
  const double lag = rows.is_null(row, 3) ? 0 : std::stod(std::string(rows.text(row, 3)));
  if (lag < lag_warning_seconds) return;
  outcome.findings.push_back(
      {.id = "replication.standby_behind",
       .severity = Severity::warning,
       .object = "standby " + name,
       .figures = {{.name = "lag_seconds", .value = lag},
                   {.name = "lag_bytes", .value = rows.integer(row, 4)},
                   {.name = "state", .value = std::string(rows.text(row, 1))}},
       .meaning = std::format("it replays {:.0f} s behind: what was committed since would be lost "
                              "or late after a failover",
                              lag),
       .remedy = "look at its disk, at queries that conflict with replay "
                 "(max_standby_streaming_delay), and at the network"});
}

void read_itself(const platform::postgres::Result& rows, int row, Outcome& outcome) {
  if (!rows.boolean(row, 0)) return;
  const double lag = rows.is_null(row, 2) ? 0 : std::stod(std::string(rows.text(row, 2)));
  if (rows.boolean(row, 1)) {
    outcome.findings.push_back(
        {.id = "replication.not_receiving",
         .severity = Severity::warning,
         .object = {},
         .figures = {{.name = "lag_seconds", .value = lag}},
         .meaning = "this server is a standby and receives nothing by streaming",
         .remedy = "look at primary_conninfo and the server's log, unless it lives from an archive"});
  } else if (lag >= lag_warning_seconds) {
    outcome.findings.push_back({.id = "replication.behind",
                                .severity = Severity::warning,
                                .object = {},
                                .figures = {{.name = "lag_seconds", .value = lag}},
                                .meaning = std::format("this standby replays {:.0f} s behind", lag),
                                .remedy = "look at its disk and at queries that conflict with replay"});
  }
}

Outcome run(Context& context) {
  int count = 0;
  Outcome outcome = ask(context, slots, [&](const auto& rows, int row, Outcome& found) {
    ++count;
    read_slot(rows, row, found);
  });
  int standby_count = 0;
  const auto add = [&](std::string_view sql, auto read) {
    if (outcome.error) return;
    Outcome more = ask(context, sql, read);
    outcome.findings.insert(outcome.findings.end(), more.findings.begin(), more.findings.end());
    outcome.error = std::move(more.error);
  };
  add(standbys, [&](const auto& rows, int row, Outcome& found) {
    ++standby_count;
    read_standby(rows, row, found);
  });
  add(itself, read_itself);
  outcome.summary = std::format("{} slots, {} standbys", count, standby_count);
  return outcome;
}

}  // namespace

const Check replication_check{.name = "replication",
                              .proves = "That standbys keep up and no slot holds WAL that fills the disk.",
                              .cost = "three queries on statistics",
                              .rights = "pg_monitor (without it, standbys' positions are hidden)",
                              .per_cluster = true,
                              .run = run};

}  // namespace chandler::probe
