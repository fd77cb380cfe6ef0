#include "dataset/script/run.hpp"

#include <chrono>
#include <format>
#include <string>

#include "core/text/one_line.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "platform/postgres/keepalives.hpp"
#include "sql/failed_at.hpp"
#include "sql/head.hpp"
#include "sql/position.hpp"
#include "sql/send.hpp"

namespace chandler::dataset {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::ServerError;
using platform::postgres::Session;

core::Error failure(const Script& script, std::string_view text, const sql::Batch& batch, const ServerError& error) {
  core::Error out = server_failure(error, script.file.name);
  if (out.outcome != core::Outcome::problem) return out;
  out.code = "load.script_failed";
  const auto at = sql::locate(error, batch, text);
  if (!at) return out;
  const sql::Place place = sql::place_of(text, at->byte);
  out.where = std::format("{}:{}:{}", script.file.name, place.line, place.column);
  out.message =
      std::format("{}, in \"{}\"", core::text::one_line(out.message, 300), sql::head_of(at->statement.of(text), 100));
  return out;
}

core::Expected<void> send_all(Session& session, const Script& script, const sql::Script& analysed) {
  const sql::Wrapping nothing;
  for (std::size_t i = 0; i < analysed.pieces.size(); ++i) {
    const sql::Batch batch = sql::make_batch(analysed, i, nothing);
    if (const auto sent = sql::send(session, batch, analysed.text); !sent) {
      return std::unexpected(failure(script, analysed.text, batch, sent.error()));
    }
  }
  if (session.in_transaction()) return {};
  // By a procedure of its own, say: the analysis found no COMMIT.
  return std::unexpected(core::Error{.code = "load.script_commits",
                                     .message = "it ended the transaction in which all is loaded",
                                     .where = script.file.name,
                                     .hint = "What it had done by then stays. Take COMMIT and ROLLBACK out of it"});
}

// Temporary tables stay: the stages are such.
std::string forget_settings(const Session& session) {
  return "RESET SESSION AUTHORIZATION;RESET ROLE;RESET ALL;" +
         platform::postgres::server_keepalives(session.settings());
}

LedgerEntry entry_of(const Script& script, std::string_view by) {
  return {.command = by,
          .table_oid = "0",
          .table = script.file.table,
          .source = script.file.name,
          .hash = script.hash,
          .origin = script.file.origin};
}

}  // namespace

Question question_of(const Script& script) {
  return {.table = script.file.table, .hash = script.hash, .need = Need::run};
}

core::Expected<std::vector<Held>> ask_whether_run(Session& session, std::span<const Script> scripts) {
  std::vector<Question> questions;
  questions.reserve(scripts.size());
  for (const Script& script : scripts) questions.push_back(question_of(script));
  return already_loaded(session, questions);
}

core::Expected<DataSetResult> run_script(Session& session, const Script& script, std::string_view by, bool dry_run) {
  const auto began = Clock::now();
  const auto text = text_of(script);
  if (!text) return std::unexpected(text.error());
  const auto analysed = analyse(script, *text);
  if (!analysed) return std::unexpected(analysed.error());
  if (auto sent = send_all(session, script, *analysed); !sent) return std::unexpected(sent.error());
  if (auto forgotten = command(session, forget_settings(session), script.file.name); !forgotten)
    return std::unexpected(forgotten.error());
  DataSetResult result{.file = script.file.name,
                       .table = script.file.table.display(),
                       .action = dry_run ? Action::would_run : Action::ran,
                       .duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began)};
  if (dry_run) return result;
  LedgerEntry entry = entry_of(script, by);
  entry.duration = result.duration;
  if (auto noted = record_load(session, entry); !noted) return std::unexpected(noted.error());
  return result;
}

}  // namespace chandler::dataset
