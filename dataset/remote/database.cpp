#include "dataset/remote/database.hpp"

#include <format>
#include <utility>

#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/remote/describe.hpp"
#include "platform/postgres/keepalives.hpp"
#include "platform/postgres/wait.hpp"

namespace chandler::dataset::remote {
namespace {

using platform::postgres::ConnectionSettings;
using platform::postgres::Session;

// For this transaction alone, so that a pooler in between hands the connection on as it was. No statement is cut off
// for its length, nor the transaction while the target is busy; values are spelled so that any server reads the same
// from them, as pg_dump has it; rows come in the order in which they are stored, lest the same content look new. What
// an older server does not know is left out.
constexpr std::string_view set_up =
    "SELECT pg_catalog.set_config(s.name, v.value, true) FROM pg_catalog.pg_settings s JOIN (VALUES "
    "('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'), "
    "('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'postgres'), ('TimeZone', 'UTC'), ('bytea_output', 'hex'), "
    "('extra_float_digits', '3'), ('xmloption', 'content'), ('synchronize_seqscans', 'off'), "
    "('max_parallel_workers_per_gather', '0'), "
    "('quote_all_identifiers', 'off')) AS v (name, value) USING (name)";

std::string address_of(const ConnectionSettings& settings, std::string_view database) {
  const auto part = [&](const char* keyword) {
    const auto found = settings.parameters.find(keyword);
    return found == settings.parameters.end() ? std::string() : found->second;
  };
  std::string host = part("host");
  if (host.empty()) host = part("hostaddr");
  if (host.empty()) host = part("service");
  const std::string port = part("port");
  return std::format("postgres://{}{}{}/{}", host, port.empty() ? "" : ":", port, database);
}

core::Error lost(const std::string& where, const platform::postgres::ServerError& error) {
  return source_failure(Relation{.database = nullptr, .source = {}, .name = where}, error);
}

}  // namespace

std::string identity_of(Session& session) {
  const auto rows = session.query(
      "SELECT pg_catalog.concat_ws('/', (pg_catalog.pg_control_system()).system_identifier, d.oid) "
      "FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()");
  return rows && rows->rows() == 1 ? std::string(rows->text(0, 0)) : std::string();
}

core::Expected<std::shared_ptr<Database>> Database::connect(const ConnectionSettings& settings,
                                                            std::chrono::seconds wait, const std::stop_token& stop) {
  auto session = connect_when_ready(settings, {.application_name = "chandler source"}, {.timeout = wait}, stop);
  if (!session) {
    core::Error error = session.error();
    error.message = "the source: " + error.message;
    if (error.code != "stopped") error.hint = std::format("{} Check the Secret that the source names", nothing_loaded);
    return std::unexpected(std::move(error));
  }
  std::shared_ptr<Database> database(new Database(*std::move(session), settings));
  if (auto identified = database->identify(); !identified) return std::unexpected(identified.error());
  return database;
}

core::Expected<void> Database::identify() {
  const std::string watched = platform::postgres::server_keepalives(session_.settings());
  const auto name = session_.run(watched + "SELECT pg_catalog.current_database()");
  shown_ = address_of(settings_, name ? name->text(0, 0) : std::string_view());
  if (!name) return std::unexpected(lost(shown_, name.error()));
  identity_ = identity_of(session_);
  return {};
}

core::Expected<void> Database::begin(std::string_view transaction) {
  roll_back(session_);
  const auto begun = session_.run(std::format("{}; {}", transaction, set_up));
  if (!begun) return std::unexpected(lost(shown_, begun.error()));
  return {};
}

core::Expected<void> Database::describe(Relation& relation) {
  if (auto begun = begin("BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"); !begun) return begun;
  auto described = describe_relation(session_, relation);
  roll_back(session_);
  return described;
}

core::Expected<void> Database::begin_snapshot() {
  return begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

void Database::end_snapshot() {
  roll_back(session_);
}

}  // namespace chandler::dataset::remote
