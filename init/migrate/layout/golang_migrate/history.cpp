#include "init/migrate/layout/golang_migrate/history.hpp"

#include <format>

#include "platform/postgres/quote.hpp"

namespace chandler::migrate::golang_migrate_layout {

using platform::postgres::qualified;

std::string set_version(std::string_view schema, std::optional<Version> version, bool dirty) {
  const std::string table = qualified(schema, history_table);
  std::string sql = std::format("DELETE FROM {};", table);
  if (version || dirty) {
    sql += std::format("INSERT INTO {} (version, dirty) VALUES ({}, {});", table,
                       version ? std::to_string(*version) : "-1", dirty);
  }
  return sql;
}

}  // namespace chandler::migrate::golang_migrate_layout
