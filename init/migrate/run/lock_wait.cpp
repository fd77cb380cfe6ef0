#include "init/migrate/run/lock_wait.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "platform/log/log.hpp"
#include "platform/postgres/quote.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::qualified;
using platform::postgres::Session;

constexpr std::chrono::seconds look_at_holder_every{2};
constexpr std::chrono::seconds report_every{5};

}  // namespace

LockWait::LockWait(Session& session, Standing& standing, std::chrono::milliseconds patience,
                   const std::stop_token& stop)
    : session_(session),
      standing_(standing),
      stop_(stop),
      patience_(patience),
      locks_(standing.layout().locks(standing.settings().facts)),
      watch_(patience, Clock::now()),
      looked_(Clock::now() - look_at_holder_every),
      reported_(Clock::now()) {}

core::Expected<bool> LockWait::wait(std::string_view what, const StillWanted& still_wanted) {
  std::uniform_real_distribution<double> jitter(0.5, 1.0);
  for (auto poll = first_poll;; poll = std::min(poll * 2, longest_poll)) {
    const std::string table =
        standing_.has_history() ? qualified(standing_.settings().facts.schema, standing_.layout().table()) : "";
    const auto attempt = migrate::try_lock(session_, locks_, table);  // not std's, which its arguments bring along
    if (!attempt) return std::unexpected(attempt.error());
    if (attempt->mine) return true;
    // The others made the history meanwhile, or moved it: what counts is the version, not the lock.
    const auto moved = history_moved(attempt->mark);
    if (!moved) return moved;
    if (*moved) {
      watch_.history_changed(Clock::now());
      if (const auto wanted = still_wanted(); !wanted || !*wanted) return wanted;
    }
    if (auto alive = look_at_holder(what); !alive) return std::unexpected(alive.error());
    const auto pause = std::chrono::duration_cast<Clock::duration>(poll * jitter(random_));
    if (!platform::sleep_unless_stopped(stop_, pause)) {
      return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                         .code = "stopped",
                                         .message = "stopped while waiting for the migration lock"});
    }
  }
}

core::Expected<bool> LockWait::history_moved(const std::string& mark) {
  if (!standing_.has_history()) {
    if (auto looked = standing_.look(session_); !looked) return std::unexpected(looked.error());
    return standing_.has_history();
  }
  if (mark == mark_) return false;
  mark_ = mark;
  if (auto read = standing_.read(session_); !read) return std::unexpected(read.error());
  return true;
}

core::Expected<void> LockWait::look_at_holder(std::string_view what) {
  const auto now = Clock::now();
  if (now - looked_ < look_at_holder_every) return {};
  looked_ = now;
  const auto holder = find_holder(session_, locks_);
  if (!holder) return std::unexpected(holder.error());
  if (!watch_.saw(*holder, now)) {
    return std::unexpected(core::Error{
        .outcome = core::Outcome::could_not,
        .code = "migrate.lock_stalled",
        .message = std::format("the migration lock is held by {}, which has made no progress for {} s",
                               holder->describe(), std::chrono::duration_cast<std::chrono::seconds>(patience_).count()),
        .where = standing_.settings().facts.database,
        .hint = std::format("If it hangs: SELECT pg_terminate_backend({})", holder->pid)});
  }
  if (now - reported_ < report_every) return {};
  reported_ = now;
  platform::log::info("waiting_for_other", std::format("{}; waiting for {}", what, holder->describe()));
  return {};
}

}  // namespace chandler::migrate
