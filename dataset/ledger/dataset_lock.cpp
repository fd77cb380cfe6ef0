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

// The first data set whose lock somebody else holds; nullopt: all are ours.
core::Expected<std::optional<std::string>> try_all(Session& session, std::span<const std::string> data_sets) {
  for (const std::string& data_set : data_sets) {
    const auto got = session.query(std::format("SELECT pg_try_advisory_xact_lock({})", key), {data_set});
    if (!got) return std::unexpected(server_failure(got.error(), data_set));
    if (!got->boolean(0, 0)) return data_set;
  }
  return std::nullopt;
}

// A bigint key stands in pg_locks in two halves.
std::string holder_of(Session& session, const std::string& data_set) {
  const auto rows = session.query(
      std::format("SELECT a.pid, a.application_name, coalesce(host(a.client_addr), 'local'), "
                  "extract(epoch FROM clock_timestamp() - a.xact_start)::int "
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

}  // namespace

core::Expected<void> begin_with_locks(Session& session, std::span<const std::string> data_sets,
                                      std::chrono::milliseconds timeout, const std::stop_token& stop) {
  const auto started = Clock::now();
  auto reported = started;
  auto pause = first_pause;
  for (;;) {
    if (auto begun = session.run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"); !begun) {
      return std::unexpected(server_failure(begun.error(), {}));
    }
    const auto taken = try_all(session, data_sets);
    if (!taken) return std::unexpected(taken.error());
    if (!taken->has_value()) return {};
    if (auto ended = session.run("ROLLBACK"); !ended) return std::unexpected(server_failure(ended.error(), {}));
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

}  // namespace chandler::dataset
