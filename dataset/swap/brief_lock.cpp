#include "dataset/swap/brief_lock.hpp"

#include <algorithm>
#include <format>
#include <random>

#include "core/text/duration.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::dataset::swap {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::ServerError;
using platform::postgres::Session;

constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{2'000};

// Who has held a lock on the table for the longest time.
std::string holder_of(Session& session, const Table& table) {
  const auto rows = session.query(
      "SELECT a.pid, a.application_name, extract(epoch FROM clock_timestamp() - a.xact_start)::int, left(a.query, 80) "
      "FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.relation = $1::oid AND l.granted "
      "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
      "AND a.pid <> pg_backend_pid() ORDER BY a.xact_start LIMIT 1",
      {table.oid});
  if (!rows || rows->rows() == 0) return "somebody who has let go by now";
  return std::format("\"{}\" (server process {}, in a transaction for {} s: {})", rows->text(0, 1), rows->text(0, 0),
                     rows->text(0, 2), rows->text(0, 3));
}

bool worth_another_go(const ServerError& error) {
  return error.is("55P03") || error.is("40P01");
}

core::Error locked(const BriefLock& lock, const std::string& holder) {
  return {.outcome = core::Outcome::could_not,
          .code = "load.locked",
          .message = std::format("{} was used by {} at every try for {}", lock.table.name.display(), holder,
                                 core::text::to_text(lock.timeout)),
          .where = lock.file,
          .hint = std::format("{} End that transaction, or raise --lock-timeout", nothing_loaded)};
}

// Between half and all of it, so that two who are in each other's way part.
std::chrono::milliseconds jittered(std::chrono::milliseconds pause) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  return std::chrono::milliseconds(
      std::uniform_int_distribution<std::int64_t>(pause.count() / 2, pause.count())(random));
}

}  // namespace

core::Expected<void> begin_with_brief_lock(Session& session, const std::string& statements, const BriefLock& lock,
                                           const std::stop_token& stop) {
  const auto deadline = Clock::now() + lock.timeout;
  const std::string text = std::format("BEGIN; SET LOCAL lock_timeout = '{}ms'; {}", longest_wait.count(), statements);
  for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
    const auto done = session.run(text);
    if (done) return {};
    roll_back(session);
    if (!worth_another_go(done.error())) return std::unexpected(server_failure(done.error(), lock.file));
    const std::string holder = holder_of(session, lock.table);
    if (Clock::now() >= deadline) return std::unexpected(locked(lock, holder));
    platform::log::info("waiting_for_table",
                        std::format("{} is used by {}: letting it go first", lock.table.name.display(), holder),
                        {{"data_set", lock.table.name.display()}});
    if (!platform::sleep_unless_stopped(stop, jittered(pause))) {
      return std::unexpected(server_failure(ServerError{.stopped = true}, lock.file));
    }
  }
}

}  // namespace chandler::dataset::swap
