#include "init/migrate/database/database.hpp"

#include <array>
#include <format>
#include <utility>

#include "platform/postgres/quote.hpp"

namespace chandler::migrate {
namespace {

using platform::postgres::quote_literal;
using platform::postgres::Session;

// The histories of the tools that there are, to tell whose database this is.
constexpr std::array<std::string_view, 4> histories{"flyway_schema_history", "schema_migrations", "goose_db_version",
                                                    "_sqlx_migrations"};

// No join and no subquery: on a new connection each catalogue that the planner opens costs a millisecond.
std::string look_around_sql(int server_version) {
  std::string sql =
      "SELECT pg_catalog.current_database(), pg_catalog.current_schema(), CURRENT_USER, "
      "pg_catalog.current_setting('transaction_read_only') = 'on'";
  for (const std::string_view table : histories) {
    sql += std::format(
        ", pg_catalog.to_regclass(pg_catalog.quote_ident(pg_catalog.current_schema()) || '.{}') IS NOT NULL", table);
  }
  const std::string table =
      "pg_catalog.to_regclass(pg_catalog.quote_ident(pg_catalog.current_schema()) || '.schema_migrations')";
  // Whether the table has a second column: golang-migrate's `dirty`, which dbmate's has not. A privilege on a
  // column that is not there is NULL, but to servers before 14.
  if (server_version >= 140000)
    return sql + std::format(", pg_catalog.has_column_privilege({}, 2::smallint, 'SELECT') IS NOT NULL", table);
  return sql +
         std::format(
             ", EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = {} AND attnum = 2 AND NOT attisdropped)",
             table);
}

std::string hint_for(const platform::postgres::ServerError& error) {
  if (error.is("42501")) return "Give the migration's role this right, or use a role of its own for migrations";
  if (error.is("25006"))
    return "Connect to the primary: target_session_attrs=read-write in the address finds it among several hosts";
  return {};
}

// The table has the right name and the wrong columns.
core::Error foreign_history(const Layout& layout, const platform::postgres::ServerError& error) {
  return {.code = "migrate.other_history",
          .message = std::format("the table {} is not {}'s: {}", layout.table(), layout.name(), error.message),
          .hint = "Check that this is the right database and --layout the right tool",
          .sqlstate = error.sqlstate};
}

}  // namespace

core::Error database_error(const platform::postgres::ServerError& error, std::string_view doing) {
  if (error.stopped)
    return {.outcome = core::Outcome::could_not, .code = "stopped", .message = std::format("stopped while {}", doing)};
  std::string code(error.connection_lost ? connection_lost : "migrate.database");
  core::Error out = to_error(error, std::move(code), {}, hint_for(error));
  out.message = std::format("{}: {}", doing, out.message);
  return out;
}

core::Expected<Surroundings> look_around(Session& session) {
  const auto row = session.run(look_around_sql(session.server_version()));
  if (!row) return std::unexpected(database_error(row.error(), "looking at the database"));
  if (row->is_null(0, 1)) {
    return std::unexpected(
        core::Error{.code = "migrate.no_schema",
                    .message = "no schema of the search_path exists, so there is no place for the history",
                    .where = std::string(row->text(0, 0)),
                    .hint = "Create the schema, or set another search_path for the role"});
  }
  Surroundings out{.facts = {.database = std::string(row->text(0, 0)),
                             .schema = std::string(row->text(0, 1)),
                             .user = std::string(row->text(0, 2))},
                   .tables = {},
                   .read_only = row->boolean(0, 3)};
  for (std::size_t i = 0; i < histories.size(); ++i) {
    if (row->boolean(0, 4 + static_cast<int>(i))) out.tables.names.emplace_back(histories.at(i));
  }
  out.tables.has_dirty_column = row->boolean(0, 4 + static_cast<int>(histories.size()));
  return out;
}

core::Expected<History> read_history(Session& session, const Layout& layout, std::string_view schema, Detail detail) {
  const auto rows = session.run(layout.select_history(schema, detail));
  if (!rows && rows.error().is("42703")) return std::unexpected(foreign_history(layout, rows.error()));
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
  const auto row =
      session.run(std::format("SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_class o LEFT JOIN pg_catalog.pg_depend d "
                              "ON d.objid = o.oid AND d.deptype = 'e' "
                              "WHERE o.relnamespace = n.oid AND d.objid IS NULL) "
                              "AND NOT EXISTS (SELECT FROM pg_catalog.pg_type o LEFT JOIN pg_catalog.pg_depend d ON "
                              "d.objid = o.oid AND d.deptype = 'e' "
                              "WHERE o.typnamespace = n.oid AND o.typrelid = 0 AND o.typelem = 0 AND d.objid IS NULL) "
                              "AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc o LEFT JOIN pg_catalog.pg_depend d ON "
                              "d.objid = o.oid AND d.deptype = 'e' "
                              "WHERE o.pronamespace = n.oid AND d.objid IS NULL) "
                              "FROM pg_catalog.pg_namespace n WHERE n.nspname = {}",
                              quote_literal(schema)));
  if (!row) return std::unexpected(database_error(row.error(), "looking at the schema"));
  return row->boolean(0, 0);
}

}  // namespace chandler::migrate
