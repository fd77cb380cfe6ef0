#include "init/migrate/database/database.hpp"

#include <format>
#include <ranges>
#include <utility>

#include "init/migrate/sql_text.hpp"

namespace chandler::migrate {
namespace {

using platform::postgres::Session;

constexpr std::string_view look_around_sql = R"(
SELECT pg_catalog.current_database(), pg_catalog.current_schema(), CURRENT_USER,
       pg_catalog.current_setting('transaction_read_only') = 'on',
       (SELECT pg_catalog.string_agg(
                 CASE WHEN c.relname = 'schema_migrations' AND NOT EXISTS (
                             SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'dirty')
                      THEN 'schema_migrations of dbmate' ELSE c.relname END, ',')
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = pg_catalog.current_schema() AND c.relkind IN ('r', 'p')
           AND c.relname IN ('flyway_schema_history', 'schema_migrations', 'goose_db_version', '_sqlx_migrations')))";

std::string hint_for(const platform::postgres::ServerError& error) {
  if (error.is("42501")) return "Give the migration's role this right, or use a role of its own for migrations";
  if (error.is("25006")) return "Connect to the primary: target_session_attrs=read-write in the address finds it among several hosts";
  return {};
}

}  // namespace

core::Error database_error(const platform::postgres::ServerError& error, std::string_view doing) {
  if (error.stopped) return {.outcome = core::Outcome::could_not, .code = "stopped", .message = std::format("stopped while {}", doing)};
  std::string code(error.connection_lost ? connection_lost : "migrate.database");
  core::Error out = to_error(error, std::move(code), {}, hint_for(error));
  out.message = std::format("{}: {}", doing, out.message);
  return out;
}

core::Expected<Surroundings> look_around(Session& session) {
  const auto row = session.run(look_around_sql);
  if (!row) return std::unexpected(database_error(row.error(), "looking at the database"));
  if (row->is_null(0, 1)) {
    return std::unexpected(core::Error{.code = "migrate.no_schema",
                                       .message = "no schema of the search_path exists, so there is no place for the history",
                                       .where = std::string(row->text(0, 0)),
                                       .hint = "Create the schema, or set another search_path for the role"});
  }
  Surroundings out{.facts = {.database = std::string(row->text(0, 0)),
                             .schema = std::string(row->text(0, 1)),
                             .user = std::string(row->text(0, 2))},
                   .tables = {},
                   .read_only = row->boolean(0, 3)};
  for (const auto range : std::views::split(row->text(0, 4), ',')) {
    if (!range.empty()) out.tables.names.emplace_back(range.begin(), range.end());
  }
  return out;
}

core::Expected<History> read_history(Session& session, const Layout& layout, std::string_view schema) {
  const auto rows = session.run(layout.select_history(schema));
  if (!rows) return std::unexpected(database_error(rows.error(), "reading the history"));
  History history;
  for (int row = 0; row < rows->rows(); ++row) {
    HistoryRow& cells = history.emplace_back();
    for (int column = 0; column < rows->columns(); ++column) cells.emplace_back(rows->optional_text(row, column));
  }
  return history;
}

core::Expected<bool> schema_is_empty(Session& session, std::string_view schema) {
  // What Flyway counts: relations, types and functions that belong to no extension.
  const auto row = session.run(std::format(
      "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_class o LEFT JOIN pg_catalog.pg_depend d ON d.objid = o.oid AND d.deptype = 'e' "
      "WHERE o.relnamespace = n.oid AND d.objid IS NULL) "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_type o LEFT JOIN pg_catalog.pg_depend d ON d.objid = o.oid AND d.deptype = 'e' "
      "WHERE o.typnamespace = n.oid AND o.typrelid = 0 AND o.typelem = 0 AND d.objid IS NULL) "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc o LEFT JOIN pg_catalog.pg_depend d ON d.objid = o.oid AND d.deptype = 'e' "
      "WHERE o.pronamespace = n.oid AND d.objid IS NULL) "
      "FROM pg_catalog.pg_namespace n WHERE n.nspname = {}",
      quote_literal(schema)));
  if (!row) return std::unexpected(database_error(row.error(), "looking at the schema"));
  return row->boolean(0, 0);
}

}  // namespace chandler::migrate
