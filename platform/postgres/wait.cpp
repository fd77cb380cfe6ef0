#include "platform/postgres/wait.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::platform::postgres {
namespace {

using Clock = std::chrono::steady_clock;

// Without a user, libpq asks for the name of its own process's, which a container need not have.
bool lacks_user(const ServerError& error) {
  return error.message.contains("local user") || error.message.contains("no PostgreSQL user name");
}

std::string_view hint_for(const ServerError& error) {
  if (error.is("28P01") || error.is("28000"))
    return "Check user and password in the Secret that chandler.dev/database names";
  if (error.is("3D000"))
    return "Create the database first, or correct its name in the Secret or chandler.dev/database-name";
  if (error.message.contains("could not translate host name")) {
    return "Check the host in the Secret or chandler.dev/database-host";
  }
  if (lacks_user(error)) {
    return "The Secret that chandler.dev/database names is missing, or has neither username nor user nor uri; "
           "chandler.dev/database-user can fill in a user";
  }
  return "";
}

// libpq gives no SQLSTATE for a failed connection, only the server's words.
std::string sqlstate_from(const ServerError& error) {
  static constexpr std::pair<std::string_view, std::string_view> phrases[] = {
      {"password authentication failed", "28P01"}, {"no password supplied", "28P01"},
      {"no pg_hba.conf entry", "28000"},           {"role \"", "28000"},
      {"is not permitted to log in", "28000"},     {"database \"", "3D000"},
  };
  if (!error.sqlstate.empty()) return error.sqlstate;
  if (!error.message.contains("FATAL")) return {};
  for (const auto& [phrase, state] : phrases) {
    if (error.message.contains(phrase)) return std::string(state);
  }
  return {};
}

bool mends_by_waiting(const ServerError& error) {
  return error.sqlstate.empty() && !lacks_user(error);
}

core::Error failure(const ServerError& error, const ConnectionSettings& settings) {
  const bool away = mends_by_waiting(error);
  return {.outcome = away ? core::Outcome::could_not : core::Outcome::problem,
          .code = away ? "database.unreachable" : "database.refused",
          .message = std::format("cannot connect to {}: {}", settings.describe(), error.message),
          .hint = std::string(hint_for(error)),
          .sqlstate = error.sqlstate};
}

core::Error stopped() {
  return {.outcome = core::Outcome::could_not, .code = "stopped", .message = "stopped while waiting for the database"};
}

}  // namespace

core::Expected<Session> connect_when_ready(const ConnectionSettings& settings, const SessionOptions& options,
                                           const WaitOptions& wait, const std::stop_token& stop) {
  const auto started = Clock::now();
  auto reported = started;
  auto pause = wait.first_pause;
  for (;;) {
    auto session = Session::connect(settings, options, stop);
    if (session) return std::move(*session);
    ServerError error = session.error();
    if (error.stopped) return std::unexpected(stopped());
    error.sqlstate = sqlstate_from(error);
    const auto waited = Clock::now() - started;
    if (!mends_by_waiting(error) || waited >= wait.timeout) return std::unexpected(failure(error, settings));
    if (Clock::now() - reported >= wait.report_every) {
      reported = Clock::now();
      log::info("waiting_for_database", std::format("waiting for {}: {}", settings.describe(), error.message),
                {{"waited_s", std::chrono::duration_cast<std::chrono::seconds>(waited).count()},
                 {"timeout_s", wait.timeout.count()}});
    }
    if (!sleep_unless_stopped(stop, pause)) return std::unexpected(stopped());
    pause = std::min(pause * 2, wait.longest_pause);
  }
}

}  // namespace chandler::platform::postgres
