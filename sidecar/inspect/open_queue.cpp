#include "sidecar/inspect/open_queue.hpp"

namespace chandler::execute {

using platform::postgres::Session;

core::Expected<Session> open_queue(const platform::postgres::ConnectionSettings& database,
                                   const std::stop_token& stop) {
  auto session = Session::connect(database, {.application_name = "chandler tasks"}, stop);
  if (!session) return std::unexpected(to_error(session.error(), "tasks.connect"));
  const auto there = session->query("SELECT to_regprocedure('chandler.task_version()') IS NOT NULL");
  if (!there) return std::unexpected(to_error(there.error(), "tasks.connect"));
  if (!there->boolean(0, 0)) {
    return std::unexpected(core::Error{.code = "tasks.no_queue",
                                       .message = "the database has no queue",
                                       .where = database.describe(),
                                       .hint = "chandler execute makes it, or: chandler schema tasks | psql"});
  }
  return *std::move(session);
}

}  // namespace chandler::execute
