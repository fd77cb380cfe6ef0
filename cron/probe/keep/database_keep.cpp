#include "cron/probe/keep/database_keep.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "cron/probe/keep/schema.hpp"
#include "cron/probe/report/json.hpp"

namespace chandler::probe {
namespace {

namespace postgres = platform::postgres;

std::unexpected<core::Error> failed(const postgres::ServerError& error) {
  std::string hint;
  if (error.is("42501")) {
    hint =
        "let the owner of the database run what chandler probe schema prints, and GRANT USAGE ON SCHEMA chandler, and "
        "SELECT, INSERT, UPDATE, DELETE ON chandler.probe_state, chandler.probe_run to the probe's role";
  }
  if (error.is("25006") || error.is("0A000"))
    hint = "a standby takes no writes: keep the state on a volume, with --state FILE";
  return std::unexpected(to_error(error, "probe.not_kept", "--keep", std::move(hint)));
}

// Read-write, short, and rolled back whole where any of it fails. The time budget may be over: this has time of its
// own.
template <typename Work>
core::Expected<void> in_transaction(postgres::Session& session, Work work) {
  auto done = session.run("BEGIN READ WRITE; SET LOCAL statement_timeout = 10000");
  if (done) done = work();
  if (done) done = session.run("COMMIT");
  if (done) return {};
  if (session.alive() && session.in_transaction()) (void)session.run("ROLLBACK");
  return failed(done.error());
}

// What changed against what the table holds, as one JSON object; null is what went away.
nlohmann::json changes(const Memory& kept, const Memory& now) {
  nlohmann::json out = nlohmann::json::object();
  for (const auto& [name, value] : now) {
    const auto before = kept.find(name);
    if (before == kept.end() || before->second != value) out[name] = value;
  }
  for (const auto& [name, value] : kept) {
    if (!now.contains(name)) out[name] = nullptr;
  }
  return out;
}

}  // namespace

core::Expected<Keep::Memories> DatabaseKeep::read(postgres::Session& session) {
  const auto there = session.query(
      "SELECT to_regclass('chandler.probe_state') IS NOT NULL AND to_regclass('chandler.probe_run') IS NOT NULL");
  if (!there) return failed(there.error());
  if (!there->boolean(0, 0)) {
    // Two first runs at once: the second waits, and finds it made.
    auto made = in_transaction(session, [&] {
      return session.run(
          std::format("SELECT pg_advisory_xact_lock(hashtext('chandler.probe_state')); {}", keep_schema));
    });
    if (!made) return std::unexpected(made.error());
  }
  const auto rows = session.query("SELECT check_name, name, value FROM chandler.probe_state");
  if (!rows) return failed(rows.error());
  for (int row = 0; row < rows->rows(); ++row) {
    kept_[std::string(rows->text(row, 0))][std::string(rows->text(row, 1))] = rows->text(row, 2);
  }
  return kept_;
}

core::Expected<void> DatabaseKeep::write(postgres::Session& session, std::string_view check, const Memory& memory) {
  Memory& kept = kept_[std::string(check)];
  const nlohmann::json changed = changes(kept, memory);
  if (changed.empty()) return {};
  const std::string text = changed.dump();
  auto written = in_transaction(session, [&] {
    auto gone = session.query(
        "DELETE FROM chandler.probe_state WHERE check_name = $1 AND name IN "
        "(SELECT key FROM json_each_text($2::json) WHERE value IS NULL)",
        {std::string(check), text});
    if (!gone) return gone;
    return session.query(
        "INSERT INTO chandler.probe_state (check_name, name, value) "
        "SELECT $1, key, value FROM json_each_text($2::json) WHERE value IS NOT NULL "
        "ON CONFLICT (check_name, name) DO UPDATE SET value = EXCLUDED.value, changed = now()",
        {std::string(check), text});
  });
  if (written) kept = memory;
  return written;
}

core::Expected<void> DatabaseKeep::append(postgres::Session& session, const CheckReport& check,
                                          const DatabaseReport& report) {
  const nlohmann::ordered_json entry = to_json(check);
  const auto part = [&](const char* name, const char* otherwise) {
    const auto found = entry.find(name);
    return found == entry.end() ? std::string(otherwise) : found->dump();
  };
  return in_transaction(session, [&] {
    auto gone = session.run("DELETE FROM chandler.probe_run WHERE started < now() - interval '90 days'");
    if (!gone) return gone;
    return session.query(
        "INSERT INTO chandler.probe_run (started, check_name, argument, verdict, whole, duration_ms, summary, figures, "
        "findings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {std::format("{:%FT%TZ}", std::chrono::floor<std::chrono::milliseconds>(report.started)),
         std::string(check.check->name), check.argument, std::string(name_of(check.verdict())),
         check.outcome.whole ? "true" : "false", std::to_string(check.duration.count()), check.outcome.summary,
         part("figures", "{}"), part("findings", "[]")});
  });
}

}  // namespace chandler::probe
