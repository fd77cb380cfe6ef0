#include "sidecar/inspect/steer.hpp"

#include <format>
#include <string>

namespace chandler::execute {
namespace {

using platform::postgres::Session;

struct Call {
  std::string_view sql;
  std::string_view refused;  // the error's code
  std::string_view hint;
};

constexpr Call retrying{.sql = "SELECT chandler.retry_task($1::bigint)",
                        .refused = "tasks.not_retried",
                        .hint = "Only one that is failed, cancelled, skipped or scheduled is retried"};
constexpr Call cancelling{.sql = "SELECT chandler.cancel_task($1::bigint)",
                          .refused = "tasks.not_cancelled",
                          .hint = "Only one that is not finished is cancelled"};

core::Expected<void> steer(Session& session, const Call& call, std::int64_t id) {
  const std::string where = std::format("task {}", id);
  const auto done = session.query(call.sql, {std::to_string(id)});
  if (!done) return std::unexpected(to_error(done.error(), "tasks.steer", where));
  if (done->boolean(0, 0)) return {};
  const auto state = session.query("SELECT state FROM chandler.task WHERE id = $1::bigint", {std::to_string(id)});
  if (!state) return std::unexpected(to_error(state.error(), "tasks.steer", where));
  if (state->rows() == 0) {
    return std::unexpected(core::Error{.code = "tasks.no_task",
                                       .message = "there is no such task",
                                       .where = where,
                                       .hint = "Finished tasks are deleted after a while"});
  }
  return std::unexpected(core::Error{.code = std::string(call.refused),
                                     .message = std::format("it is {}", state->text(0, 0)),
                                     .where = where,
                                     .hint = std::string(call.hint)});
}

}  // namespace

core::Expected<void> retry_task(Session& session, std::int64_t id) {
  return steer(session, retrying, id);
}

core::Expected<void> cancel_task(Session& session, std::int64_t id) {
  return steer(session, cancelling, id);
}

core::Expected<std::int64_t> retry_failed(Session& session, const std::string& queue) {
  const auto row = session.query(
      "SELECT count(*) FILTER (WHERE chandler.retry_task(f.id)) FROM (SELECT t.id FROM chandler.task t WHERE t.state = "
      "'failed' AND ($1::text = '' OR t.queue = $1) ORDER BY t.id) f",
      {queue});
  if (!row) return std::unexpected(to_error(row.error(), "tasks.steer", "chandler.task"));
  return row->integer(0, 0);
}

}  // namespace chandler::execute
