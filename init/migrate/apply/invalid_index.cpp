#include "init/migrate/apply/invalid_index.hpp"

#include <format>

#include "init/migrate/database/database.hpp"
#include "init/migrate/sql_text.hpp"
#include "platform/log/log.hpp"

namespace chandler::migrate {

core::Expected<IndexState> clear_invalid_index(platform::postgres::Session& session, const ConcurrentIndex& index) {
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
  if (row->boolean(0, 2)) {
    return std::unexpected(
        core::Error{.outcome = core::Outcome::could_not,
                    .code = "migrate.index_in_progress",
                    .message = std::format("another session is building the index {} now", index.index),
                    .where = index.table,
                    .hint = "See pg_stat_progress_create_index; the next run goes on when it is done"});
  }
  const std::string name = qualified(row->text(0, 1), index.index);
  platform::log::warning(
      "invalid_index_dropped",
      std::format("{} is invalid: a CREATE INDEX CONCURRENTLY that died left it; it is dropped and built again", name));
  if (auto dropped = session.run("DROP INDEX CONCURRENTLY " + name); !dropped) {
    return std::unexpected(database_error(dropped.error(), "dropping the invalid index " + name));
  }
  return IndexState::missing;
}

}  // namespace chandler::migrate
