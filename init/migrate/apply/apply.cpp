#include "init/migrate/apply/apply.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "init/migrate/apply/invalid_index.hpp"
#include "init/migrate/database/database.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"
#include "sql/head.hpp"
#include "sql/send.hpp"
#include "sql/traits.hpp"

namespace chandler::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::Answer;
using platform::postgres::Session;

constexpr std::chrono::milliseconds first_pause{250};
constexpr std::chrono::milliseconds longest_pause{10'000};

// lock_not_available, deadlock_detected, serialization_failure: another moment may be better.
bool passes_by_itself(std::string_view sqlstate) {
  static constexpr std::array<std::string_view, 3> states{"55P03", "40P01", "40001"};
  return std::ranges::contains(states, sqlstate);
}

// The object is there already, or gone already: what a file that was applied before says.
bool looks_applied(std::string_view sqlstate) {
  static constexpr std::array<std::string_view, 8> states{"42P07", "42701", "42710", "42723",
                                                          "42P06", "42P01", "42703", "42704"};
  return std::ranges::contains(states, sqlstate);
}

}  // namespace

Applier::Applier(Session& session, const Standing& standing, const Folder& folder, const Options& options,
                 const std::stop_token& stop)
    : session_(session),
      standing_(standing),
      layout_(standing.layout()),
      folder_(folder),
      schema_(standing.settings().facts.schema),
      options_(options),
      stop_(stop),
      watch_(session, stop, options.lock_timeout, options.progress) {}

core::Expected<void> Applier::apply(const Step& step) {
  auto file = prepare(step, standing_, folder_);
  if (!file) return std::unexpected(file.error());
  if (options_.progress != nullptr) {
    auto pieces = sql::statement_by_statement((*file)->script);
    if (!pieces) return std::unexpected(pieces.error());
    (*file)->script.pieces = *std::move(pieces);
  }
  if (auto sound = check_interrupted(**file); !sound) return sound;
  watch_.start(step.file);
  return (*file)->script.atomic() ? run_atomic(**file) : run_unprotected(**file);
}

core::Expected<void> Applier::check_interrupted(const PreparedFile& file) const {
  const Step& step = file.step;
  if (!step.interrupted) return {};
  const bool safe = file.script.pieces.empty() || file.script.can_be_resumed || file.script.proves_itself;
  if (safe) {
    platform::log::warning("migration_resumed",
                           std::format("{} was begun and not ended by an earlier run; it is run again", step.file));
    return {};
  }
  return std::unexpected(core::Error{
      .code = "migrate.dirty",
      .message = std::format(
          "{} was begun by an earlier run that did not end, and nothing in it tells whether it was applied", step.file),
      .where = step.file,
      .hint = layout_.repair_hint(schema_, step)});
}

core::Expected<void> Applier::run_atomic(const PreparedFile& file) {
  auto done = run_with_retries(file, around(file, standing_, options_),
                               std::format("rolled back: nothing of {} remains", file.step.file));
  if (!done && file.step.interrupted && looks_applied(done.error().sqlstate)) {
    done.error().code = "migrate.dirty";
    done.error().hint = "An earlier run may have applied it. " + layout_.repair_hint(schema_, file.step);
  }
  return done;
}

// A file that cannot be one transaction with its row: marked before, unmarked after.
core::Expected<void> Applier::run_unprotected(const PreparedFile& file) {
  const auto began = Clock::now();
  if (auto marked = run_ours(layout_.started(schema_, file.step), "marking the file as begun"); !marked) return marked;
  Options limits = options_;
  // CREATE INDEX CONCURRENTLY waits for older transactions by lock. It stands in nobody's way meanwhile, and
  // would have to begin anew were the wait cut short.
  if (!file.script.takes_strong_locks) limits.lock_timeout = {};
  if (auto set = run_ours(timeouts(limits, "SET").prefix, "setting the time-outs"); !set) return set;
  if (file.script.mode == sql::Mode::self_managed) {
    const std::string state = std::format("what it had committed stays, and the history marks {} as begun. {}",
                                          file.step.file, layout_.repair_hint(schema_, file.step));
    auto done = run_with_retries(file, {}, state);
    if (!done) return done;
    if (session_.in_transaction()) {
      (void)session_.run("ROLLBACK");
      return std::unexpected(core::Error{.code = "migrate.open_transaction",
                                         .message = "the file leaves a transaction open, which was rolled back",
                                         .where = file.step.file,
                                         .hint = "End it with COMMIT. " + layout_.repair_hint(schema_, file.step)});
    }
  } else if (auto done = run_one_by_one(file); !done) {
    return done;
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  return run_ours(forget_settings(options_) + layout_.finished(schema_, file.step, took.count()),
                  "writing the history");
}

core::Expected<void> Applier::run_one_by_one(const PreparedFile& file) {
  for (const sql::Piece& piece : file.script.pieces) {
    const auto statements = sql::split(file.script.text, piece.whole);
    if (!statements) return std::unexpected(statements.error());
    for (const sql::Statement& statement : *statements) {
      if (auto done = run_statement(file, statement); !done) return done;
    }
  }
  return {};
}

core::Expected<void> Applier::run_statement(const PreparedFile& file, const sql::Statement& statement) {
  const sql::Traits traits = sql::running_traits_of(statement.sql.of(file.script.text));
  const sql::Batch batch = sql::make_batch(
      file.script.text, {.whole = statement.whole, .sql = statement.sql, .copy_data = statement.copy_data});
  const std::string state =
      file.script.can_be_resumed
          ? std::format("what ran before it stays; mend the cause and run again: {} is then resumed", file.step.file)
          : std::format("what ran before it stays, and the history marks {} as begun. {}", file.step.file,
                        layout_.repair_hint(schema_, file.step));
  const auto deadline = Clock::now() + options_.patience;
  auto pause = first_pause;
  bool tried = false;
  for (;;) {
    if (const auto& index_built = traits.builds) {
      const auto found = clear_invalid_index(session_, *index_built);
      if (!found) return std::unexpected(found.error());
      if (file.step.interrupted && *found == IndexState::valid) return {};
    }
    if (traits.rebuilds && (file.step.interrupted || tried)) {
      if (auto cleared = clear_leftovers(session_, *traits.rebuilds); !cleared) return cleared;
    }
    const auto sent = send(file, batch);
    if (sent) return {};
    tried = true;
    core::Error error = file_error(sent.error(), sql::locate(sent.error(), batch, file.script.text), file.step,
                                   file.source, file.original, state);
    const auto again = pause_before_retry(error, deadline, pause);
    if (!again) return std::unexpected(again.error());
    if (!*again) return std::unexpected(std::move(error));
  }
}

core::Expected<void> Applier::run_with_retries(const PreparedFile& file, const sql::Wrapping& wrapping,
                                               const std::string& state) {
  const std::size_t count = sql::batches_of(file.script, wrapping);
  const auto deadline = Clock::now() + options_.patience;
  auto pause = first_pause;
  for (;;) {
    Answer<void> sent;
    sql::Batch batch;
    for (std::size_t i = 0; i < count && sent; ++i) {
      batch = sql::make_batch(file.script, i, wrapping);
      sent = send(file, batch);
    }
    if (sent) return {};
    core::Error error = file_error(sent.error(), sql::locate(sent.error(), batch, file.script.text), file.step,
                                   file.source, file.original, state);
    // A stopped session answers nothing any more; the server rolls back when the connection ends.
    if (session_.alive() && session_.in_transaction() && !sent.error().stopped) (void)session_.run("ROLLBACK");
    if (!file.script.atomic()) return std::unexpected(std::move(error));
    const auto again = pause_before_retry(error, deadline, pause);
    if (!again) return std::unexpected(again.error());
    if (!*again) return std::unexpected(std::move(error));
  }
}

Answer<void> Applier::send(const PreparedFile& file, const sql::Batch& batch) {
  const std::string_view text = file.script.text;
  if (options_.progress != nullptr) options_.progress->statement(sql::head_of(batch.script.of(text), 120));
  auto sent = sql::send(session_, batch, text, [this](std::string_view part) { folder_.release(part); });
  if (options_.progress != nullptr) options_.progress->clear();
  return sent;
}

core::Expected<void> Applier::run_ours(const std::string& sql, std::string_view doing) {
  if (sql.empty()) return {};
  if (auto done = session_.run(sql); !done) return std::unexpected(database_error(done.error(), doing));
  return {};
}

// True: try again now. False: the error stands.
core::Expected<bool> Applier::pause_before_retry(const core::Error& error, Clock::time_point deadline,
                                                 std::chrono::milliseconds& pause) {
  if (!passes_by_itself(error.sqlstate)) return false;
  const std::string blocker = watch_.blocker().empty() ? "" : "blocked by " + watch_.blocker();
  std::uniform_real_distribution<double> jitter(0.5, 1.0);
  const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(pause * jitter(random_));
  if (Clock::now() + wait >= deadline) {
    core::Error last = error;
    last.code = "migrate.lock_not_had";
    if (!blocker.empty()) last.message += "; " + blocker;
    return std::unexpected(std::move(last));
  }
  platform::log::warning("migration_retried", std::format("{}: {}; next try in {} ms{}{}", error.where, error.message,
                                                          wait.count(), blocker.empty() ? "" : ": ", blocker));
  if (!platform::sleep_unless_stopped(stop_, wait)) {
    return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                       .code = "stopped",
                                       .message = "stopped between two tries",
                                       .where = error.where});
  }
  pause = std::min(pause * 2, longest_pause);
  return true;
}

}  // namespace chandler::migrate
