#include "init/migrate/database/blockers.hpp"

#include <algorithm>
#include <format>

#include "platform/log/log.hpp"
#include "sql/head.hpp"

namespace chandler::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::Session;

constexpr std::chrono::seconds report_every{5};
constexpr std::chrono::milliseconds tick_every{100};

// Early enough to catch the blocker before lock_timeout ends the wait.
std::chrono::milliseconds look_interval(std::chrono::milliseconds lock_timeout) {
  constexpr std::chrono::milliseconds usual{1000};
  if (lock_timeout.count() == 0) return usual;
  return std::clamp(lock_timeout / 3, std::chrono::milliseconds(20), usual);
}

}  // namespace

BlockerWatch::BlockerWatch(Session& session, const std::stop_token& stop, std::chrono::milliseconds lock_timeout,
                           Progress* progress)
    : session_(session), stop_(stop), look_every_(look_interval(lock_timeout)), progress_(progress) {
  session_.observe_waits(progress_ == nullptr ? look_every_ : std::min(look_every_, tick_every), [this] { wake(); });
}

BlockerWatch::~BlockerWatch() {
  session_.observe_waits({}, {});
}

void BlockerWatch::start(const std::string& file) {
  file_ = file;
  blocker_.clear();
  looked_ = started_ = reported_ = Clock::now();
}

void BlockerWatch::wake() {
  if (Clock::now() - looked_ >= look_every_ - tick_every / 2) {
    looked_ = Clock::now();
    look();
  }
  if (progress_ != nullptr) progress_->tick();
}

void BlockerWatch::look() {
  if (observer_failed_) return;
  if (!observer_) {
    auto observer = Session::connect(session_.settings(), {.application_name = "chandler (observer)"}, stop_);
    observer_failed_ = !observer.has_value();  // no connection to spare: the migration goes on unobserved
    if (observer_failed_) return;
    observer_ = std::move(*observer);
  }
  const auto row = observer_->query(
      "SELECT coalesce(w.query, ''), b.pid, coalesce(nullif(b.application_name, ''), b.usename, '?'), b.state, "
      "extract(epoch FROM clock_timestamp() - coalesce(b.xact_start, b.query_start))::bigint, coalesce(b.query, '') "
      "FROM pg_catalog.pg_stat_activity w "
      "LEFT JOIN pg_catalog.pg_stat_activity b ON b.pid = ANY (pg_catalog.pg_blocking_pids(w.pid)) WHERE w.pid = "
      "$1::int LIMIT 1",
      {std::to_string(session_.backend_pid())});
  if (!row || row->rows() == 0) return;
  const bool blocked = !row->is_null(0, 1);
  if (blocked) {
    blocker_ = std::format("pid {} ({}), {} for {} s: {}", row->text(0, 1), row->text(0, 2), row->text(0, 3),
                           row->text(0, 4), sql::head_of(row->text(0, 5), 120));
  }
  if (Clock::now() - reported_ < report_every) return;
  reported_ = Clock::now();
  if (progress_ != nullptr) progress_->clear();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(reported_ - started_).count();
  if (blocked) {
    platform::log::info("migration_blocked", std::format("{} waits for a lock held by {}", file_, blocker_),
                        {{"seconds", seconds}});
  } else {
    platform::log::info("migration_running", std::format("{} is running", file_), {{"seconds", seconds}});
  }
}

}  // namespace chandler::migrate
