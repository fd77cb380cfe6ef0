#include "cron/probe/run/runner.hpp"

#include <algorithm>
#include <atomic>
#include <format>
#include <map>
#include <memory>
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
  bool go_on(Session& session);
  void recall();
  void keep(const Check& check, bool at_once);
  void write_down(const CheckReport& check, const DatabaseReport& report);

  const RunOptions& options_;
  const ConnectionSettings& settings_;
  const Clock::time_point deadline_;
  const std::stop_token& stop_;
  std::optional<Session> session_;
  std::unique_ptr<Keep> keep_;
  std::map<std::string, Memory, std::less<>> memories_;  // by the check's name
  std::optional<core::Error> not_kept_;
  Clock::time_point next_save_;
  std::atomic<Clock::time_point> next_look_ = Clock::time_point::min();
};

core::Expected<Session> DatabaseRun::open(const ConnectionSettings& settings) const {
  auto session = postgres::connect_when_ready(settings, {.application_name = "chandler probe"}, options_.wait, stop_);
  if (!session) return session;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
  const auto set = session->run(std::format(
      "SET default_transaction_read_only = on; SET lock_timeout = {}; SET idle_in_transaction_session_timeout = 60000; "
      "SET search_path = pg_catalog, pg_temp; SET statement_timeout = {}",
      options_.lock_timeout.count(), std::max(left, std::chrono::milliseconds(1)).count()));
  if (!set) return std::unexpected(to_error(set.error(), "database.refused"));
  return session;
}

core::Expected<void> DatabaseRun::connect() {
  auto session = open(settings_);
  if (!session) return std::unexpected(session.error());
  session_ = *std::move(session);
  return {};
}

void DatabaseRun::recall() {
  keep_ = make_keep(options_.keep, settings_);
  if (!keep_) return;
  auto memories = keep_->read(*session_);
  if (memories) {
    memories_ = *std::move(memories);
  } else {
    not_kept_ = memories.error();
    keep_.reset();
  }
}

// A run may be killed at any time: what it learned is kept every few seconds.
void DatabaseRun::keep(const Check& check, bool at_once) {
  static constexpr std::chrono::seconds pause{5};
  if (!keep_ || (!at_once && Clock::now() < next_save_)) return;
  next_save_ = Clock::now() + pause;
  if (auto kept = keep_->write(*session_, check.name, memories_[std::string(check.name)]); !kept) {
    not_kept_ = kept.error();
  }
}

void DatabaseRun::write_down(const CheckReport& check, const DatabaseReport& report) {
  if (!keep_ || !session_ || !session_->alive()) return;
  keep(*check.check, true);
  if (auto kept = keep_->append(*session_, check, report); !kept) not_kept_ = kept.error();
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
    recall();
    for (const Selected& selected : options_.checks) {
      if (selected.check->per_cluster && !first_of_server) continue;
      report.checks.push_back(check(selected));
      write_down(report.checks.back(), report);
      if (options_.done) options_.done(report.checks.back(), report);
    }
  }
  if (not_kept_ && !report.error) report.error = not_kept_;
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
  const bool own = selected.check->own_transactions;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
  // Queries on the catalogue are short; compiling them takes longer than they do, and the planner reckons otherwise.
  const auto begun =
      session_->run(std::format("SET statement_timeout = {}{}", std::max(left, std::chrono::milliseconds(1)).count(),
                                own ? "" : "; BEGIN; SET LOCAL jit = off"));
  if (!begun) {
    outcome.error = begun.error();
    return outcome;
  }
  Context context{.session = *session_,
                  .options = options_.check_options,
                  .argument = selected.argument,
                  .deadline = deadline_,
                  .last = &selected == &options_.checks.back(),
                  .memory = memories_[std::string(selected.check->name)],
                  .remembers = keep_ != nullptr,
                  .save =
                      [&] {
                        if (own) keep(*selected.check, false);
                      },
                  .connect = [this] { return open(settings_); },
                  .regardless_of_load = options_.regardless_of_load,
                  .go_on = [this] { return go_on(*session_); },
                  .go_on_with = [this](Session& session) { return go_on(session); },
                  .tell =
                      [&](const Progress& progress) {
                        if (options_.tell) options_.tell(*selected.check, progress);
                      },
                  .connect_to = [this](const ConnectionSettings& settings) { return open(settings); },
                  .environment = options_.environment};
  outcome = selected.check->run(context);
  if (session_->alive() && session_->in_transaction()) (void)session_->run("ROLLBACK");
  return outcome;
}

// The question costs a statement: every two seconds is enough. One that fails is no reason to stop.
bool DatabaseRun::go_on(Session& session) {
  const auto now = Clock::now();
  if (stop_.stop_requested() || now >= deadline_) return false;
  if (options_.regardless_of_load) return true;
  Clock::time_point next = next_look_.load();
  if (now < next || !next_look_.compare_exchange_strong(next, now + load_look)) return true;
  const auto load = read_load(session);
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
