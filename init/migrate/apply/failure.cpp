#include "init/migrate/apply/failure.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <utility>

#include "core/text/one_line.hpp"
#include "init/migrate/database/database.hpp"
#include "init/migrate/statements/head.hpp"
#include "init/migrate/statements/position.hpp"
#include "init/migrate/statements/split.hpp"

namespace chandler::migrate {
namespace {

using platform::postgres::ServerError;

// "COPY menu, line 3, column price: …" counts the rows' lines from 1.
std::optional<std::size_t> copy_line(const ServerError& error) {
  if (!error.context.starts_with("COPY ")) return std::nullopt;
  static constexpr std::string_view mark = ", line ";
  const std::size_t at = error.context.find(mark);
  if (at == std::string::npos) return std::nullopt;
  std::size_t line = 0;
  const char* begin = error.context.data() + at + mark.size();
  const auto [end, failed] = std::from_chars(begin, error.context.data() + error.context.size(), line);
  return failed == std::errc() && line > 0 ? std::optional(line) : std::nullopt;
}

std::size_t start_of_line(std::string_view text, std::size_t from, std::size_t lines) {
  std::size_t at = from;
  for (std::size_t i = 1; i < lines; ++i) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return at;
}

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

std::optional<FailedAt> locate(const ServerError& error, const Batch& batch, std::string_view text) {
  const auto statements = split(text, batch.whole);
  if (!statements || statements->empty()) return std::nullopt;
  if (batch.copy_data) {
    if (const auto line = copy_line(error)) {
      return FailedAt{statements->back().sql, start_of_line(text, batch.copy_data->begin, *line)};
    }
  }
  if (error.position > 0) {
    const std::size_t in_text = byte_of_character(batch.text, error.position - 1);
    if (in_text >= batch.prefix_bytes && in_text <= batch.prefix_bytes + batch.script.size()) {
      const std::size_t byte = batch.script.begin + (in_text - batch.prefix_bytes);
      const auto next = std::ranges::find_if(*statements, [&](const Statement& each) { return each.sql.begin > byte; });
      return FailedAt{(next == statements->begin() ? next : next - 1)->sql, byte};
    }
  }
  if (error.statements_done < batch.prefix_statements) return std::nullopt;
  const std::size_t index = error.statements_done - batch.prefix_statements;
  if (index >= statements->size()) return std::nullopt;
  return FailedAt{(*statements)[index].sql, (*statements)[index].sql.begin};
}

core::Error file_error(const ServerError& error, const std::optional<FailedAt>& at, const Step& step,
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
    const Place place = place_of(original, source.in_file(at->byte));
    out.where = std::format("{}:{}:{}", step.file, place.line, place.column);
    if (const auto command = psql_word_at(source.text(), at->byte); error.is("42601") && !command.empty()) {
      out.hint = std::format("{} is a command of psql, which the server does not know: remove it", command);
    }
    doing = std::format("in \"{}\"", head_of(at->statement.of(source.text()), 100));
  }
  if (!error.hint.empty() && out.hint != error.hint) out.hint = std::format("{} ({})", out.hint, error.hint);
  if (!error.context.empty()) doing += std::format(" ({})", core::text::one_line(error.context, 160));
  // The server may quote a whole value; the report has 1,024 bytes for all.
  out.message = std::format("{}, {}; {}", core::text::one_line(out.message, 300), doing, state);
  return out;
}

}  // namespace chandler::migrate
