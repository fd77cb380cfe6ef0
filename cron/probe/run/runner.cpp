#include "cron/probe/run/runner.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <set>
#include <utility>

#include "cron/probe/run/load_rule.hpp"
#include "cron/probe/run/unchecked.hpp"

namespace chandler::probe {
namespace {

namespace postgres = platform::postgres;
using postgres::ConnectionSettings;
using postgres::Session;

constexpr std::chrono::seconds load_look{2};

// One database, in which the checks run one behind the other.
class DatabaseRun {
 public:
  DatabaseRun(const RunOptions& options, const ConnectionSettings& settings, Clock::time_point deadline,
              const std::stop_token& stop)
      : options_(options), settings_(settings), deadline_(deadline), stop_(stop) {}

  DatabaseReport run(bool first_of_server);
  std::vector<std::string> other_databases();

 private:
  core::Expected<void> connect();
  core::Expected<Session> open(const ConnectionSettings& settings) const;
  CheckReport check(const Selected& selected);
  Outcome carry_out(const Selected& selected);
  bool go_on();

  const RunOptions& options_;
  const ConnectionSettings& settings_;
  const Clock::time_point deadline_;
  const std::stop_token& stop_;
  std::optional<Session> session_;
  Memory memory_;
  Clock::time_point next_look_;
};

core::Expected<Session> DatabaseRun::open(const ConnectionSettings& settings) const {
  auto session = postgres::connect_when_ready(settings, {.application_name = "chandler probe"}, options_.wait, stop_);
  if (!session) return session;
  const auto set = session->run(std::format(
      "SET default_transaction_read_only = on; SET lock_timeout = {}; SET idle_in_transaction_session_timeout = 60000; "
      "SET search_path = pg_catalog, pg_temp",
      options_.lock_timeout.count()));
  if (!set) return std::unexpected(to_error(set.error(), "database.refused"));
  return session;
}

core::Expected<void> DatabaseRun::connect() {
  auto session = open(settings_);
  if (!session) return std::unexpected(session.error());
  session_ = *std::move(session);
  return {};
}

DatabaseReport DatabaseRun::run(bool first_of_server) {
  DatabaseReport report{
      .database = settings_.describe(), .server_version = {}, .started = std::chrono::system_clock::now()};
  const auto began = Clock::now();
  if (auto connected = connect(); !connected) {
    report.error = connected.error();
  } else {
    const int version = session_->server_version();
    report.server_version = std::format("{}.{}", version / 10'000, version % 10'000);
    for (const Selected& selected : options_.checks) {
      if (selected.check->per_cluster && !first_of_server) continue;
      report.checks.push_back(check(selected));
      if (options_.done) options_.done(report.checks.back(), report);
    }
  }
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  return report;
}

CheckReport DatabaseRun::check(const Selected& selected) {
  const auto shown = selected.check->shown;
  CheckReport report{.check = selected.check,
                     .argument = shown == nullptr ? selected.argument : shown(selected.argument)};
  const auto began = Clock::now();
  if (stop_.stop_requested() || began >= deadline_) {
    report.outcome.findings.push_back(not_begun(*selected.check, stop_.stop_requested()));
    report.outcome.whole = false;
    return report;
  }
  report.outcome = carry_out(selected);
  if (report.outcome.error) report.outcome.findings.push_back(unchecked(*selected.check, *report.outcome.error));
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  return report;
}

Outcome DatabaseRun::carry_out(const Selected& selected) {
  Outcome outcome;
  if (!session_ || !session_->alive()) {
    if (auto connected = connect(); !connected) {
      outcome.findings.push_back(lost(*selected.check, connected.error()));
      return outcome;
    }
  }
  if (session_->server_version() < selected.check->since) {
    outcome.findings.push_back(too_old(*selected.check, session_->server_version()));
    return outcome;
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
  const auto begun = session_->run(
      std::format("BEGIN; SET LOCAL statement_timeout = {}", std::max(left, std::chrono::milliseconds(1)).count()));
  if (!begun) {
    outcome.error = begun.error();
    return outcome;
  }
  Context context{.session = *session_,
                  .argument = selected.argument,
                  .deadline = deadline_,
                  .memory = memory_,
                  .go_on = [this] { return go_on(); },
                  .tell =
                      [&](const Progress& progress) {
                        if (options_.tell) options_.tell(*selected.check, progress);
                      },
                  .connect = [this](const ConnectionSettings& settings) { return open(settings); },
                  .environment = options_.environment};
  outcome = selected.check->run(context);
  if (session_->alive()) (void)session_->run("ROLLBACK");
  return outcome;
}

// The question costs a statement: every two seconds is enough. One that fails is no reason to stop.
bool DatabaseRun::go_on() {
  const auto now = Clock::now();
  if (stop_.stop_requested() || now >= deadline_) return false;
  if (options_.regardless_of_load || now < next_look_) return true;
  next_look_ = now + load_look;
  const auto load = read_load(*session_);
  return !load || !is_busy(*load);
}

std::vector<std::string> DatabaseRun::other_databases() {
  std::vector<std::string> names;
  if (!session_ || !session_->alive()) return names;
  const auto rows = session_->query(
      "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate AND datname <> current_database() AND "
      "has_database_privilege(oid, 'CONNECT') ORDER BY 1");
  for (int row = 0; rows && row < rows->rows(); ++row) names.emplace_back(rows->text(row, 0));
  return names;
}

}  // namespace

RunReport run(const RunOptions& options, const std::stop_token& stop) {
  RunReport report;
  const Clock::time_point deadline = Clock::now() + options.time_budget;
  for (const ConnectionSettings& settings : options.databases) {
    std::vector<std::string> others;
    {
      DatabaseRun first(options, settings, deadline, stop);
      report.databases.push_back(first.run(true));
      if (options.all_databases) others = first.other_databases();
    }
    for (const std::string& name : others) {
      ConnectionSettings other = settings;
      other.parameters["dbname"] = name;
      report.databases.push_back(DatabaseRun(options, other, deadline, stop).run(false));
    }
  }
  return report;
}

}  // namespace chandler::probe
