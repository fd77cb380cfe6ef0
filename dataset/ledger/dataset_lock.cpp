#include "dataset/ledger/dataset_lock.hpp"

#include <algorithm>
#include <format>
#include <optional>

#include "core/text/duration.hpp"
#include "dataset/fault/failure.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::dataset {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::Session;

constexpr std::chrono::milliseconds first_pause{20};
constexpr std::chrono::milliseconds longest_pause{500};
constexpr std::chrono::seconds report_every{5};

constexpr std::string_view key = "hashtextextended('chandler.load ' || $1, 0)";

// How a lock is tried for, and what a failed round leaves behind.
struct Hold {
  std::string_view begin;     // before a round
  std::string_view function;  // takes a lock
  std::string_view give_up;   // after a round in which one of the locks was not free
};

constexpr Hold by_transaction{.begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
                              .function = "pg_try_advisory_xact_lock",
                              .give_up = "ROLLBACK"};
constexpr Hold by_session{
    .begin = "", .function = "pg_try_advisory_lock", .give_up = "SELECT pg_advisory_unlock_all()"};

// The first data set whose lock somebody else holds; nullopt: all are ours.
core::Expected<std::optional<std::string>> try_all(Session& session, std::span<const std::string> data_sets,
                                                   const Hold& hold) {
  for (const std::string& data_set : data_sets) {
    const auto got = session.query(std::format("SELECT {}({})", hold.function, key), {data_set});
    if (!got) return std::unexpected(server_failure(got.error(), data_set));
    if (!got->boolean(0, 0)) return data_set;
  }
  return std::nullopt;
}

// A bigint key stands in pg_locks in two halves.
std::string holder_of(Session& session, const std::string& data_set) {
  const auto rows = session.query(
      std::format("SELECT a.pid, a.application_name, coalesce(host(a.client_addr), 'local'), "
                  "extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.backend_start))::int "
                  "FROM pg_locks l JOIN pg_stat_activity a USING (pid), (SELECT {} AS key) k "
                  "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
                  "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
                  "AND l.classid::bigint = (k.key >> 32) & 4294967295 AND l.objid::bigint = k.key & 4294967295",
                  key),
      {data_set});
  if (!rows || rows->rows() == 0) return "somebody who has just let go";
  return std::format("\"{}\" (server process {}, from {}, for {} s)", rows->text(0, 1), rows->text(0, 0),
                     rows->text(0, 2), rows->text(0, 3));
}

core::Error locked(const std::string& data_set, const std::string& holder, std::chrono::milliseconds timeout) {
  return {.outcome = core::Outcome::could_not,
          .code = "load.locked",
          .message = std::format("{} was loading it for more than {}", holder, core::text::to_text(timeout)),
          .where = data_set,
          .hint = std::format("{} Raise --lock-timeout if its data needs so long", nothing_loaded)};
}

core::Error stopped(const std::string& data_set) {
  return {.outcome = core::Outcome::could_not,
          .code = "stopped",
          .message = "stopped while waiting for another load",
          .where = data_set};
}

core::Expected<void> lock_all(Session& session, std::span<const std::string> data_sets,
                              std::chrono::milliseconds timeout, const Hold& hold, const std::stop_token& stop) {
  const auto started = Clock::now();
  auto reported = started;
  auto pause = first_pause;
  for (;;) {
    if (auto begun = session.run(hold.begin); !begun) return std::unexpected(server_failure(begun.error(), {}));
    const auto taken = try_all(session, data_sets, hold);
    if (!taken) return std::unexpected(taken.error());
    if (!taken->has_value()) return {};
    if (auto ended = session.run(hold.give_up); !ended) return std::unexpected(server_failure(ended.error(), {}));
    const std::string& busy = **taken;
    const auto now = Clock::now();
    if (now - started >= timeout) return std::unexpected(locked(busy, holder_of(session, busy), timeout));
    if (reported == started || now - reported >= report_every) {
      reported = now;
      platform::log::info(
          "waiting_for_load", std::format("waiting for {} to load {}", holder_of(session, busy), busy),
          {{"data_set", busy}, {"waited_s", std::chrono::duration_cast<std::chrono::seconds>(now - started).count()}});
    }
    if (!platform::sleep_unless_stopped(stop, pause)) return std::unexpected(stopped(busy));
    pause = std::min(pause * 2, longest_pause);
  }
}

}  // namespace

core::Expected<void> begin_with_locks(Session& session, std::span<const std::string> data_sets,
                                      std::chrono::milliseconds timeout, const std::stop_token& stop) {
  return lock_all(session, data_sets, timeout, by_transaction, stop);
}

core::Expected<bool> begin_if_free(Session& session, std::span<const std::string> data_sets) {
  if (auto begun = session.run(by_transaction.begin); !begun) return std::unexpected(server_failure(begun.error(), {}));
  const auto taken = try_all(session, data_sets, by_transaction);
  if (taken && !taken->has_value()) return true;
  static_cast<void>(session.run(by_transaction.give_up));
  if (!taken) return std::unexpected(taken.error());
  return false;
}

core::Expected<void> hold_locks(Session& session, std::span<const std::string> data_sets,
                                std::chrono::milliseconds timeout, const std::stop_token& stop) {
  return lock_all(session, data_sets, timeout, by_session, stop);
}

void release_locks(Session& session) {
  // Should it fail, the session is gone, and its locks with it.
  static_cast<void>(session.run(by_session.give_up));
}

}  // namespace chandler::dataset
