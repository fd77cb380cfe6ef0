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

std::string known_as(const Question& question) {
  return question.need == Need::run ? question.table.display() : question.table.quoted();
}

// $parameter is the hash, the next one the table.
std::string ask_for(const Question& question, std::size_t parameter) {
  const std::string hash = "$" + std::to_string(parameter);
  const std::string name = "$" + std::to_string(parameter + 1);
  const std::string table = "to_regclass(" + name + ")";
  if (question.need == Need::ever) {
    return std::format(
        "EXISTS (SELECT FROM chandler.dataset_load l WHERE l.table_oid = {} AND l.outcome = 'loaded' AND l.hash = {})",
        table, hash);
  }
  if (question.need == Need::run) {
    return std::format(
        "coalesce((SELECT l.hash = {} FROM chandler.dataset_load l WHERE l.table_oid = 0 AND l.data_set = {} AND "
        "l.outcome = 'loaded' ORDER BY l.id DESC LIMIT 1), false)",
        hash, name);
  }
  return std::format(
      "coalesce((SELECT l.hash = {0} AND l.table_storage = {2} AND (l.rows_read = 0 OR EXISTS (SELECT FROM {1})){4} "
      "FROM chandler.dataset_load l WHERE l.table_oid = {3} AND l.outcome = 'loaded' ORDER BY l.id DESC LIMIT 1), "
      "false)",
      hash, question.table.quoted(), storage_of("l.table_oid"), table,
      question.need == Need::exact ? " AND l.exact" : "");
}

// Also a ledger of an earlier version, which lacks a column.
bool ledger_or_table_missing(const ServerError& error) {
  return error.is("42P01") || error.is("3F000") || error.is("42703");
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
                                   started, finished, outcome, error, table_oid, command, exact, attempts,
                                   address, etag, last_modified, table_storage)
SELECT $1, $2, $3, $4::bigint, $5::bigint, $6::bigint, $7::bigint, 0,
       clock_timestamp() - $8::bigint * interval '1 millisecond', clock_timestamp(), $9, $10, $11::oid, $12,
       $13::boolean, $14::integer, nullif($15, ''), nullif($16, ''), nullif($17, ''), )";

std::vector<Parameter> parameters_of(const LedgerEntry& entry, std::string outcome, Parameter error,
                                     std::int64_t attempts) {
  return {entry.table.display(),
          entry.source,
          entry.hash,
          std::to_string(entry.counts.read),
          std::to_string(entry.counts.inserted),
          std::to_string(entry.counts.updated),
          std::to_string(entry.counts.deleted),
          std::to_string(entry.duration.count()),
          std::move(outcome),
          std::move(error),
          entry.table_oid,
          std::string(entry.command),
          entry.exact ? "true" : "false",
          std::to_string(attempts),
          entry.origin.address,
          entry.origin.etag,
          entry.origin.last_modified};
}

void warn_not_written(const ServerError& error) {
  platform::log::warning("ledger_not_written", std::format("cannot write to chandler.dataset_load: {}", error.message));
}

}  // namespace

core::Expected<std::vector<bool>> already_loaded(Session& session, std::span<const Question> questions) {
  std::string sql;
  std::vector<Parameter> parameters;
  for (const Question& question : questions) {
    sql += (sql.empty() ? "SELECT " : ", ") + ask_for(question, parameters.size() + 1);
    parameters.emplace_back(question.hash);
    parameters.emplace_back(known_as(question));
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

core::Expected<bool> ever_loaded(Session& session, const TableName& table) {
  const auto found = session.query(
      "SELECT EXISTS (SELECT FROM chandler.dataset_load WHERE table_oid = to_regclass($1) AND outcome = 'loaded')",
      {table.quoted()});
  if (found) return found->boolean(0, 0);
  if (ledger_or_table_missing(found.error())) return false;
  return std::unexpected(server_failure(found.error(), "chandler.dataset_load"));
}

core::Expected<std::optional<Loaded>> latest_from(Session& session, const TableName& table,
                                                  const std::string& address) {
  const auto rows = session.query(
      "SELECT hash, etag, last_modified FROM chandler.dataset_load WHERE id = (SELECT max(id) FROM "
      "chandler.dataset_load "
      "WHERE table_oid = to_regclass($1) AND outcome = 'loaded') AND address = $2",
      {table.quoted(), address});
  if (!rows) {
    if (ledger_or_table_missing(rows.error())) return std::nullopt;
    return std::unexpected(server_failure(rows.error(), "chandler.dataset_load"));
  }
  if (rows->rows() == 0) return std::nullopt;
  return Loaded{
      .hash = std::string(rows->text(0, 0)),
      .origin = {
          .address = address, .etag = std::string(rows->text(0, 1)), .last_modified = std::string(rows->text(0, 2))}};
}

core::Expected<void> ensure_ledger(Session& session) {
  const auto there = session.query(
      "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('chandler.dataset_load') AND attname = $1)",
      {std::string(newest_ledger_column)});
  if (!there) return std::unexpected(no_ledger(there.error()));
  if (there->boolean(0, 0)) return {};
  // IF NOT EXISTS alone is not safe against others who do the same at once. One transaction.
  const auto made = session.run(
      std::format("SELECT pg_advisory_xact_lock(hashtextextended('chandler.dataset_load', 0)); {}", ledger_schema));
  if (!made) return std::unexpected(no_ledger(made.error()));
  return {};
}

core::Expected<void> record_load(Session& session, const LedgerEntry& entry) {
  const auto written = session.query(std::string(insert_entry) + storage_of("$11::oid::regclass"),
                                     parameters_of(entry, "loaded", std::nullopt, 1));
  if (!written) return std::unexpected(no_ledger(written.error()));
  return {};
}

void record_unchanged(Session& session, std::span<const Question> unchanged) {
  for (const Question& question : unchanged) {
    const auto written = session.query(
        "UPDATE chandler.dataset_load SET confirmed = clock_timestamp() WHERE id = (SELECT max(id) FROM "
        "chandler.dataset_load WHERE CASE WHEN $3 THEN table_oid = 0 AND data_set = $1 ELSE table_oid = "
        "to_regclass($1) END AND outcome = 'loaded' AND hash = $2)",
        {known_as(question), question.hash, question.need == Need::run ? "true" : "false"});
    if (!written) return warn_not_written(written.error());
  }
}

void record_failure(Session& session, const LedgerEntry& entry, const core::Error& error) {
  const auto before = session.query(
      "WITH gone AS (DELETE FROM chandler.dataset_load WHERE outcome = 'failed' AND table_oid = $1::oid AND hash = $2 "
      "AND id > (SELECT coalesce(max(id), 0) FROM chandler.dataset_load WHERE table_oid = $1::oid AND outcome = "
      "'loaded') RETURNING attempts) SELECT coalesce(sum(attempts), 0) FROM gone",
      {entry.table_oid, entry.hash});
  if (!before) return warn_not_written(before.error());
  const auto written = session.query(std::string(insert_entry) + "''",
                                     parameters_of(entry, "failed", core::describe(error), before->integer(0, 0) + 1));
  if (!written) warn_not_written(written.error());
}

}  // namespace chandler::dataset
