#include "init/migrate/apply/failure.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <utility>

#include "core/text/one_line.hpp"
#include "init/migrate/database/database.hpp"
#include "sql/head.hpp"
#include "sql/position.hpp"
#include "sql/split.hpp"

namespace chandler::migrate {
namespace {

using platform::postgres::ServerError;

std::string hint_for(const ServerError& error) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> hints{{
      {"25001", "Put the statement into a migration of its own"},
      {"55P04",
       "A value added by ALTER TYPE … ADD VALUE can be used only after it is committed: add it in a migration of its "
       "own"},
      {"42501", "Give the migration's role this right, or use a role of its own for migrations"},
      {"2D000", "A migration runs in one transaction; code that commits has to run elsewhere"},
      {"55P03", "Look who holds the lock; a longer --lock-timeout makes others wait behind the migration"},
      {"57014", "A longer --statement-timeout (chandler.dev/migrate-statement-timeout) allows it more time"},
  }};
  const auto found = std::ranges::find(hints, error.sqlstate, &std::pair<std::string_view, std::string_view>::first);
  return found == hints.end() ? std::string() : std::string(found->second);
}

// "\gexec" at the place where the server found a syntax error.
std::string_view psql_word_at(std::string_view text, std::size_t byte) {
  const std::string_view rest = text.substr(byte, 40);
  return rest.starts_with('\\') ? rest.substr(0, rest.find_first_of(" \t\r\n;", 1)) : std::string_view();
}

}  // namespace

core::Error file_error(const ServerError& error, const std::optional<sql::FailedAt>& at, const Step& step,
                       const SourceText& source, std::string_view original, std::string_view state) {
  if (error.stopped) {
    return {.outcome = core::Outcome::could_not,
            .code = "stopped",
            .message = std::format("stopped while {} ran; {}", step.file, state),
            .where = step.file};
  }
  if (error.connection_lost) {
    return {
        .outcome = core::Outcome::could_not,
        .code = std::string(connection_lost),
        .message = std::format("the connection was lost while {} ran ({}); its history tells whether it was committed",
                               step.file, core::text::one_line(error.message, 200)),
        .where = step.file};
  }
  core::Error out = to_error(error, "migrate.statement_failed", step.file, hint_for(error));
  std::string doing = "in its last step, writing the history and committing";
  if (at) {
    const sql::Place place = sql::place_of(original, source.in_file(at->byte));
    out.where = std::format("{}:{}:{}", step.file, place.line, place.column);
    if (const auto command = psql_word_at(source.text(), at->byte); error.is("42601") && !command.empty()) {
      out.hint = std::format("{} is a command of psql, which the server does not know: remove it", command);
    }
    doing = std::format("in \"{}\"", sql::head_of(at->statement.of(source.text()), 100));
  }
  if (!error.hint.empty() && out.hint != error.hint) out.hint = std::format("{} ({})", out.hint, error.hint);
  if (!error.context.empty()) doing += std::format(" ({})", core::text::one_line(error.context, 160));
  // The server may quote a whole value; the report has 1,024 bytes for all.
  out.message = std::format("{}, {}; {}", core::text::one_line(out.message, 300), doing, state);
  return out;
}

}  // namespace chandler::migrate
