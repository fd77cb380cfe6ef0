#include "dataset/ledger/ledger.hpp"

#include <format>
#include <string_view>

#include "dataset/fault/failure.hpp"
#include "dataset/ledger/ledger_schema.hpp"
#include "platform/log/log.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Parameter;
using platform::postgres::ServerError;
using platform::postgres::Session;

// The files beneath a table, or beneath its partitions: TRUNCATE gives it new ones.
std::string storage_of(std::string_view oid) {
  return std::format(
      "(SELECT md5(string_agg(relid::oid::text || ':' || coalesce(pg_relation_filenode(relid), 0)::text, ',' ORDER BY "
      "relid::oid)) FROM (SELECT relid FROM pg_partition_tree({0}) UNION SELECT {0}::regclass) AS parts)",
      oid);
}

std::string ask_for(const Question& question, std::size_t parameter) {
  return std::format(
      "coalesce((SELECT l.hash = ${0} AND l.table_storage = {2} AND (l.rows_read = 0 OR EXISTS (SELECT FROM {1})) "
      "FROM chandler.dataset_load l WHERE l.table_oid = {3} AND l.outcome = 'loaded' ORDER BY l.id DESC LIMIT 1), "
      "false)",
      parameter, question.table.quoted(), storage_of("l.table_oid"),
      "to_regclass($" + std::to_string(parameter + 1) + ")");
}

bool ledger_or_table_missing(const ServerError& error) {
  return error.is("42P01") || error.is("3F000");
}

core::Error no_ledger(const ServerError& error) {
  core::Error out = server_failure(error, "chandler.dataset_load");
  if (!error.is("42501")) return out;
  out.code = "load.no_ledger";
  out.hint = std::format(
      "{} Let the role make it: GRANT CREATE ON DATABASE … TO …; or make it as an owner, once: CREATE SCHEMA chandler "
      "AUTHORIZATION …",
      nothing_loaded);
  return out;
}

constexpr std::string_view insert_entry = R"(
INSERT INTO chandler.dataset_load (data_set, source, hash, rows_read, inserted, updated, deleted, rejected,
                                   started, finished, outcome, error, table_oid, table_storage)
SELECT $1, $2, $3, $4::bigint, $5::bigint, $6::bigint, 0, 0,
       clock_timestamp() - $7::bigint * interval '1 millisecond', clock_timestamp(), $8, $9, $10::oid, )";

std::vector<Parameter> parameters_of(const LedgerEntry& entry, std::string outcome, Parameter error) {
  return {entry.table.display(),
          entry.source,
          entry.hash,
          std::to_string(entry.counts.read),
          std::to_string(entry.counts.inserted),
          std::to_string(entry.counts.updated),
          std::to_string(entry.duration.count()),
          std::move(outcome),
          std::move(error),
          entry.table_oid};
}

}  // namespace

core::Expected<std::vector<bool>> already_loaded(Session& session, std::span<const Question> questions) {
  std::string sql;
  std::vector<Parameter> parameters;
  for (const Question& question : questions) {
    sql += (sql.empty() ? "SELECT " : ", ") + ask_for(question, parameters.size() + 1);
    parameters.emplace_back(question.hash);
    parameters.emplace_back(question.table.quoted());
  }
  std::vector<bool> out(questions.size(), false);
  const auto answer = session.query(sql, parameters);
  if (!answer) {
    if (ledger_or_table_missing(answer.error())) return out;
    return std::unexpected(server_failure(answer.error(), "chandler.dataset_load"));
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = answer->boolean(0, static_cast<int>(i));
  return out;
}

core::Expected<void> ensure_ledger(Session& session) {
  const auto there = session.query("SELECT to_regclass('chandler.dataset_load') IS NOT NULL");
  if (!there) return std::unexpected(no_ledger(there.error()));
  if (there->boolean(0, 0)) return {};
  // IF NOT EXISTS alone is not safe against others who do the same at once. One transaction.
  const auto made = session.run(
      std::format("SELECT pg_advisory_xact_lock(hashtextextended('chandler.dataset_load', 0)); {}", ledger_schema));
  if (!made) return std::unexpected(no_ledger(made.error()));
  return {};
}

core::Expected<void> record_load(Session& session, const LedgerEntry& entry) {
  const auto written = session.query(std::string(insert_entry) + storage_of("$10::oid::regclass"),
                                     parameters_of(entry, "loaded", std::nullopt));
  if (!written) return std::unexpected(no_ledger(written.error()));
  return {};
}

void record_failure(Session& session, const LedgerEntry& entry, const core::Error& error) {
  auto written =
      session.query("DELETE FROM chandler.dataset_load WHERE outcome = 'failed' AND table_oid = $1::oid AND hash = $2",
                    {entry.table_oid, entry.hash});
  if (written) {
    written = session.query(std::string(insert_entry) + "''", parameters_of(entry, "failed", core::describe(error)));
  }
  if (!written) {
    platform::log::warning("ledger_not_written", std::format("cannot note the failure in chandler.dataset_load: {}",
                                                             written.error().message));
  }
}

}  // namespace chandler::dataset
