#include "init/migrate/apply/invalid_index.hpp"

#include <format>

#include "init/migrate/database/database.hpp"
#include "platform/log/log.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::migrate {
namespace {

using platform::postgres::qualified;
using platform::postgres::quote_identifier;
using platform::postgres::quote_literal;

core::Error in_progress(const std::string& index, const std::string& table) {
  return {.outcome = core::Outcome::could_not,
          .code = "migrate.index_in_progress",
          .message = std::format("another session is building the index {} now", index),
          .where = table,
          .hint = "See pg_stat_progress_create_index; the next run goes on when it is done"};
}

core::Expected<void> drop(platform::postgres::Session& session, const std::string& name, std::string_view cause) {
  platform::log::warning("invalid_index_dropped",
                         std::format("{} is invalid: a {} CONCURRENTLY that died left it; it is dropped{}", name, cause,
                                     cause == "CREATE INDEX" ? " and built again" : ""));
  if (auto dropped = session.run("DROP INDEX CONCURRENTLY " + name); !dropped) {
    return std::unexpected(database_error(dropped.error(), "dropping the invalid index " + name));
  }
  return {};
}

}  // namespace

core::Expected<IndexState> clear_invalid_index(platform::postgres::Session& session,
                                               const sql::ConcurrentIndex& index) {
  const std::string table = index.schema.empty() ? quote_identifier(index.table) : qualified(index.schema, index.table);
  const auto row = session.query(
      "SELECT i.indisvalid, n.nspname, "
      "EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid) "
      "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE i.indrelid = pg_catalog.to_regclass($1) AND c.relname = $2",
      {table, index.index});
  if (!row) return std::unexpected(database_error(row.error(), "looking at the index " + index.index));
  if (row->rows() == 0) return IndexState::missing;
  if (row->boolean(0, 0)) return IndexState::valid;
  if (row->boolean(0, 2)) return std::unexpected(in_progress(index.index, index.table));
  if (auto dropped = drop(session, qualified(row->text(0, 1), index.index), "CREATE INDEX"); !dropped) {
    return std::unexpected(dropped.error());
  }
  return IndexState::missing;
}

core::Expected<void> clear_leftovers(platform::postgres::Session& session, const sql::ConcurrentRebuild& rebuild) {
  const std::string name =
      rebuild.schema.empty() ? quote_identifier(rebuild.relation) : qualified(rebuild.schema, rebuild.relation);
  const std::string relation = std::format("pg_catalog.to_regclass({})", quote_literal(name));
  std::string which = "true";
  if (!rebuild.schema.empty()) which = "n.nspname = " + quote_literal(rebuild.schema);
  if (!rebuild.relation.empty()) {
    which = std::format(
        "i.indrelid = coalesce((SELECT x.indrelid FROM pg_catalog.pg_index x WHERE x.indexrelid = {0}), {0})",
        relation);
  }
  const auto rows = session.run(
      std::format("SELECT n.nspname, c.relname, i.indrelid::regclass, "
                  "EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid) "
                  "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
                  "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                  "WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND n.nspname <> 'pg_toast' AND {}",
                  which));
  if (!rows) return std::unexpected(database_error(rows.error(), "looking for what a REINDEX left"));
  for (int row = 0; row < rows->rows(); ++row) {
    const std::string index(rows->text(row, 1));
    if (rows->boolean(row, 3)) return std::unexpected(in_progress(index, std::string(rows->text(row, 2))));
    if (auto dropped = drop(session, qualified(rows->text(row, 0), index), "REINDEX"); !dropped) return dropped;
  }
  return {};
}

}  // namespace chandler::migrate
