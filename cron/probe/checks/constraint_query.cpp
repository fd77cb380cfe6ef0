#include "cron/probe/checks/constraint_query.hpp"

#include <format>
#include <string_view>

namespace chandler::probe {
namespace {

template <typename Text>
std::string joined(const std::vector<ForeignKey::Column>& columns, std::string_view between, Text text) {
  std::string out;
  for (const ForeignKey::Column& column : columns) out += std::format("{}{}", out.empty() ? "" : between, text(column));
  return out;
}

std::string from(const std::string& table, bool partitioned) {
  return partitioned ? table : "ONLY " + table;
}

std::string place_of(const ConstrainedTable& table) {
  return std::format("t.ctid AS at, {} AS part, {} AS key",
                     table.partitioned ? "t.tableoid::pg_catalog.regclass::text" : "''",
                     table.key_values.empty() ? "''" : table.key_values);
}

// Counted while it is cut: a table of which all rows are wrong is not read to its end.
std::string counted(const std::string& rows, const RowLimits& limits) {
  return std::format("SELECT count(*) OVER (), * FROM ({} LIMIT {}) rows LIMIT {}", rows, limits.most_counted + 1,
                     limits.most_named);
}

}  // namespace

std::string orphans_query(const ConstrainedTable& table, const ForeignKey& key, const RowLimits& limits) {
  const std::string same = joined(key.columns, " AND ", [](const ForeignKey::Column& column) {
    return std::format("r.{} {} t.{}{}", column.referenced, column.equals, column.name, column.collation);
  });
  // Of what refers: MATCH SIMPLE lets a row be as soon as one of its columns is NULL.
  const std::string refers =
      joined(key.columns, key.match_full ? " OR " : " AND ",
             [](const ForeignKey::Column& column) { return std::format("t.{} IS NOT NULL", column.name); });
  const std::string values = joined(key.columns, ", ", [](const ForeignKey::Column& column) {
    return std::format("coalesce(left(t.{}::text, 100), 'NULL')", column.name);
  });
  return counted(
      std::format("SELECT {}, concat_ws(', ', {}) FROM {} t LEFT JOIN {} r ON {} WHERE r.{} IS NULL AND ({})",
                  place_of(table), values, from(table.name, table.partitioned),
                  from(key.referenced, key.referenced_partitioned), same, key.columns.front().referenced, refers),
      limits);
}

std::string breaking_query(const ConstrainedTable& table, const std::string& expression, const RowLimits& limits) {
  // The expression names the columns as they are; NULL keeps to a check.
  return counted(std::format("SELECT {} FROM {} t WHERE NOT ({})", place_of(table), from(table.name, table.partitioned),
                             expression),
                 limits);
}

std::string referring_columns(const ForeignKey& key) {
  return std::format("({})", joined(key.columns, ", ", [](const ForeignKey::Column& column) { return column.name; }));
}

}  // namespace chandler::probe
