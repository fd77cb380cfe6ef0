#include "dataset/ledger/ledger.hpp"

#include <format>
#include <limits>
#include <string_view>

#include "core/text/number.hpp"
#include "dataset/fault/command.hpp"
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

// $parameter is the hash, the next one the table. What is selected is for read_holding.
std::string ask_for(const Question& question, std::size_t parameter) {
  const std::string hash = "$" + std::to_string(parameter);
  const std::string name = "$" + std::to_string(parameter + 1);
  const std::string table = "to_regclass(" + name + ")";
  if (question.need == Need::ever) {
    return std::format(
        "(SELECT l.rejected || ' ' || l.data_set FROM chandler.dataset_load l WHERE l.table_oid = {} AND l.outcome = "
        "'loaded' AND l.hash = "
        "{} ORDER BY l.id DESC LIMIT 1)",
        table, hash);
  }
  if (question.need == Need::run) {
    return std::format(
        "(SELECT CASE WHEN l.hash = {} THEN l.rejected || ' ' || l.data_set END FROM chandler.dataset_load l WHERE "
        "l.table_oid = 0 AND "
        "l.data_set = {} AND l.outcome = 'loaded' ORDER BY l.id DESC LIMIT 1)",
        hash, name);
  }
  return std::format(
      "(SELECT CASE WHEN l.hash = {0} AND l.table_storage = {2} AND (l.rows_read = l.rejected OR EXISTS (SELECT FROM "
      "{1})){4} THEN l.rejected || ' ' || l.data_set END FROM chandler.dataset_load l WHERE l.table_oid = {3} AND "
      "l.outcome = 'loaded' "
      "ORDER BY l.id DESC LIMIT 1)",
      hash, question.table.quoted(), storage_of("l.table_oid"), table,
      question.need == Need::exact ? " AND l.exact" : "");
}

// "0 public.food_item".
Holding read_holding(std::string_view text) {
  const std::size_t blank = text.find(' ');
  return {
      .rejected = core::text::parse_whole(text.substr(0, blank), 0, std::numeric_limits<std::int64_t>::max()).value(),
      .data_set = std::string(text.substr(blank + 1))};
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
                                   address, etag, last_modified, columns, fresh_for, table_storage)
SELECT $1, $2, $3, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $18::bigint,
       clock_timestamp() - $8::bigint * interval '1 millisecond', clock_timestamp(), $9, $10, $11::oid, $12,
       $13::boolean, $14::integer, nullif($15, ''), nullif($16, ''), nullif($17, ''), $19::text[],
       $20::bigint * interval '1 millisecond', )";

// As PostgreSQL writes arrays; nullopt for none.
Parameter array_of(std::span<const std::string> names) {
  if (names.empty()) return std::nullopt;
  std::string out;
  for (const std::string& name : names) {
    out += out.empty() ? "{\"" : ",\"";
    for (const char c : name) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + "}";
}

Parameter milliseconds_of(const std::optional<std::chrono::milliseconds>& duration) {
  return duration.transform([](auto each) { return std::to_string(each.count()); });
}

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
          entry.origin.last_modified,
          std::to_string(entry.counts.rejected),
          array_of(entry.columns),
          milliseconds_of(entry.fresh_for)};
}

void warn_not_written(const ServerError& error) {
  platform::log::warning("ledger_not_written", std::format("cannot write to chandler.dataset_load: {}", error.message));
}

}  // namespace

core::Expected<std::vector<Held>> already_loaded(Session& session, std::span<const Question> questions) {
  std::string sql;
  std::vector<Parameter> parameters;
  for (const Question& question : questions) {
    sql += (sql.empty() ? "SELECT " : ", ") + ask_for(question, parameters.size() + 1);
    parameters.emplace_back(question.hash);
    parameters.emplace_back(known_as(question));
  }
  std::vector<Held> out(questions.size());
  const auto answer = session.query(sql, parameters);
  if (!answer) {
    if (ledger_or_table_missing(answer.error())) return out;
    return std::unexpected(server_failure(answer.error(), "chandler.dataset_load"));
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int column = static_cast<int>(i);
    if (!answer->is_null(0, column)) out[i] = read_holding(answer->text(0, column));
  }
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

core::Expected<bool> is_current(Session& session) {
  const auto there = session.query(
      "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('chandler.dataset_load') AND attname = $1)",
      {std::string(newest_ledger_column)});
  if (!there) return std::unexpected(no_ledger(there.error()));
  return there->boolean(0, 0);
}

core::Expected<std::optional<Latest>> latest_of(Session& session, const TableName& table) {
  const auto there = is_current(session);
  if (!there) return std::unexpected(there.error());
  if (!*there) return std::nullopt;
  const auto rows = session.query(
      "SELECT l.address, l.last_modified, c.name FROM (SELECT * FROM chandler.dataset_load WHERE data_set = $1 AND "
      "outcome = 'loaded' ORDER BY id DESC LIMIT 1) l LEFT JOIN LATERAL unnest(l.columns) AS c(name) ON true",
      {table.display()});
  if (!rows) return std::unexpected(server_failure(rows.error(), "chandler.dataset_load"));
  if (rows->rows() == 0) return std::nullopt;
  Latest out{
      .origin = {.address = std::string(rows->text(0, 0)), .etag = {}, .last_modified = std::string(rows->text(0, 1))},
      .columns = {}};
  for (int row = 0; row < rows->rows(); ++row) {
    if (!rows->is_null(row, 2)) out.columns.emplace_back(rows->text(row, 2));
  }
  return out;
}

core::Expected<void> ensure_ledger(Session& session) {
  const auto there = is_current(session);
  if (!there) return std::unexpected(there.error());
  if (*there) return {};
  // IF NOT EXISTS alone is not safe against others who do the same at once, and ALTER TABLE would take its lock, at
  // odds with a load that runs, also where nothing is left to add: whoever comes second looks once more.
  const auto begun = session.run("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('chandler.dataset_load', 0))");
  if (!begun) return std::unexpected(no_ledger(begun.error()));
  const auto by_now = is_current(session);
  if (!by_now) {
    roll_back(session);
    return std::unexpected(by_now.error());
  }
  const auto made = session.run(*by_now ? std::string("COMMIT") : std::format("{}; COMMIT", ledger_schema));
  if (made) return {};
  roll_back(session);
  return std::unexpected(no_ledger(made.error()));
}

core::Expected<void> record_load(Session& session, const LedgerEntry& entry) {
  const auto written = session.query(std::string(insert_entry) + storage_of("$11::oid::regclass"),
                                     parameters_of(entry, "loaded", std::nullopt, 1));
  if (!written) return std::unexpected(no_ledger(written.error()));
  return {};
}

void record_unchanged(Session& session, std::span<const Confirmation> unchanged) {
  for (const Confirmation& each : unchanged) {
    const auto written = session.query(
        "UPDATE chandler.dataset_load SET confirmed = clock_timestamp(), fresh_for = $4::bigint * interval '1 "
        "millisecond' WHERE id = (SELECT max(id) FROM "
        "chandler.dataset_load WHERE CASE WHEN $3 THEN table_oid = 0 AND data_set = $1 ELSE table_oid = "
        "to_regclass($1) END AND outcome = 'loaded' AND hash = $2)",
        {known_as(each.content), each.content.hash, each.content.need == Need::run ? "true" : "false",
         milliseconds_of(each.fresh_for)});
    if (!written) return warn_not_written(written.error());
  }
}

void record_failure(Session& session, const LedgerEntry& entry, const core::Error& error) {
  const auto before = session.query(
      "WITH gone AS (DELETE FROM chandler.dataset_load e WHERE outcome = 'failed' AND data_set = $1 AND hash = $2 "
      "AND NOT EXISTS (SELECT FROM chandler.dataset_load s WHERE s.data_set = $1 AND s.outcome = 'loaded' AND "
      "(s.id > e.id OR s.confirmed > e.finished)) RETURNING attempts) SELECT coalesce(sum(attempts), 0) FROM gone",
      {entry.table.display(), entry.hash});
  if (!before) return warn_not_written(before.error());
  const auto written = session.query(std::string(insert_entry) + "''",
                                     parameters_of(entry, "failed", core::describe(error), before->integer(0, 0) + 1));
  if (!written) warn_not_written(written.error());
}

}  // namespace chandler::dataset
