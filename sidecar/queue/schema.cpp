#include "sidecar/queue/schema.hpp"

#include "platform/log/log.hpp"
#include "platform/postgres/server_error.hpp"
#include "task_schema.hpp"

namespace chandler::execute {
namespace {

using platform::postgres::Answer;
using platform::postgres::ServerError;
using platform::postgres::Session;

constexpr std::int64_t newest = 2;  // what chandler.task_version says, in 7_steer.sql

Answer<std::int64_t> version_of(Session& session) {
  const auto there = session.query("SELECT to_regprocedure('chandler.task_version()') IS NOT NULL");
  if (!there) return std::unexpected(there.error());
  if (!there->boolean(0, 0)) return 0;
  const auto version = session.query("SELECT chandler.task_version()");
  if (!version) return std::unexpected(version.error());
  return version->integer(0, 0);
}

core::Error failure(const ServerError& error) {
  if (!error.is("42501")) return to_error(error, "tasks.schema", "chandler.task");
  return to_error(
      error, "tasks.no_schema", "chandler.task",
      "Let an owner make it once: chandler schema tasks | psql; or let this role: GRANT CREATE ON DATABASE … "
      "TO …");
}

// Under a lock, since two that replace a function at once fail ("tuple concurrently updated").
Answer<bool> install(Session& session) {
  const auto begun = session.run("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('chandler.task schema', 0))");
  if (!begun) return std::unexpected(begun.error());
  const auto version = version_of(session);
  if (!version) return std::unexpected(version.error());
  if (*version < newest) {
    if (auto made = session.run(task_schema()); !made) return std::unexpected(made.error());
  }
  if (auto ended = session.run("COMMIT"); !ended) return std::unexpected(ended.error());
  return *version < newest;
}

}  // namespace

std::string task_schema() {
  std::string out;
  for (const auto& file : schema_files::assets()) out.append(out.empty() ? "" : "\n").append(file.content);
  return out;
}

core::Expected<void> ensure_task_schema(Session& session) {
  const auto version = version_of(session);
  if (!version) return std::unexpected(failure(version.error()));
  if (*version >= newest) return {};
  const auto made = install(session);
  if (!made) {
    if (session.in_transaction()) static_cast<void>(session.run("ROLLBACK"));
    return std::unexpected(failure(made.error()));
  }
  if (*made) platform::log::info("task_schema_installed", "made schema chandler's task queue");
  return {};
}

}  // namespace chandler::execute
