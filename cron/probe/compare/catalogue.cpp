#include "cron/probe/compare/catalogue.hpp"

#include <map>
#include <utility>

namespace chandler::probe::compare {
namespace {

using platform::postgres::Answer;
using platform::postgres::Result;
using platform::postgres::Session;

// pg_largeobject_metadata may be read by everybody; a LIMIT keeps it one page.
constexpr std::string_view of_database = R"(
SELECT pg_encoding_to_char(d.encoding), concat_ws('/', (pg_control_system()).system_identifier, d.oid),
       pg_is_in_recovery(), (SELECT count(*) FROM (SELECT FROM pg_largeobject_metadata LIMIT 1) l),
       (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('f', 'v', 'm') AND n.nspname NOT IN ('information_schema', 'chandler')
          AND n.nspname !~ '^pg_')
FROM pg_database d WHERE d.datname = current_database())";

constexpr std::string_view of_tables = R"(
SELECT n.nspname, c.relname, c.oid, c.relkind = 'p', c.relpersistence = 'u', c.reltuples
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('information_schema', 'chandler') AND n.nspname !~ '^pg_'
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")";

// With -1 a type is named so that nothing is cut off: bpchar, and not character, which is one character.
constexpr std::string_view of_columns = R"(
WITH RECURSIVE bases AS (
  SELECT oid, oid AS base, typbasetype AS next FROM pg_type WHERE typtype = 'd'
  UNION ALL
  SELECT b.oid, t.oid, t.typbasetype FROM bases b JOIN pg_type t ON t.oid = b.next)
SELECT a.attrelid, a.attname, format_type(coalesce(b.base, a.atttypid), -1), format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN bases b ON b.oid = a.atttypid AND b.next = 0
WHERE a.attnum > 0 AND NOT a.attisdropped
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('information_schema', 'chandler') AND n.nspname !~ '^pg_'
ORDER BY a.attrelid, a.attnum)";

// Rows as JSON have the columns that their version of the server has.
constexpr std::string_view of_keys = R"(
SELECT x.indrelid, a.attname,
       CASE WHEN co.oid IS NULL THEN ''
            WHEN co.collprovider = 'd' THEN
              concat_ws('/', coalesce(to_jsonb(d) ->> 'datlocprovider', 'c'),
                        coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale', d.datcollate),
                        pg_collation_actual_version(co.oid))
            ELSE concat_ws('/', co.collprovider,
                           coalesce(to_jsonb(co) ->> 'colllocale', to_jsonb(co) ->> 'colliculocale',
                                    to_jsonb(co) ->> 'collcollate'), pg_collation_actual_version(co.oid)) END
FROM pg_index x
JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL unnest(x.indkey::int2[], x.indcollation::oid[]) WITH ORDINALITY AS k(attnum, collated, place)
JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
LEFT JOIN pg_collation co ON co.oid = k.collated
JOIN pg_database d ON d.datname = current_database()
WHERE x.indisprimary AND x.indisvalid AND k.place <= x.indnkeyatts
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('information_schema', 'chandler') AND n.nspname !~ '^pg_'
ORDER BY x.indrelid, k.place)";

}  // namespace

Answer<Catalogue> read_catalogue(Session& session) {
  Catalogue out{.server_version = session.server_version()};
  auto rows = session.query(of_database);
  if (!rows) return std::unexpected(std::move(rows.error()));
  if (rows->rows() == 1) {
    out.encoding = rows->text(0, 0);
    out.system = rows->text(0, 1);
    out.in_recovery = rows->boolean(0, 2);
    out.large_objects = rows->integer(0, 3);
    out.others = rows->integer(0, 4);
  }
  rows = session.query(of_tables);
  if (!rows) return std::unexpected(std::move(rows.error()));
  for (int row = 0; row < rows->rows(); ++row) {
    out.tables.push_back({.schema = std::string(rows->text(row, 0)),
                          .name = std::string(rows->text(row, 1)),
                          .oid = static_cast<std::uint32_t>(rows->integer(row, 2)),
                          .kind = rows->boolean(row, 3) ? Kind::partitioned : Kind::plain,
                          .unlogged = rows->boolean(row, 4),
                          .estimated_rows = std::stod(std::string(rows->text(row, 5)))});
  }
  std::map<std::int64_t, Table*> by_oid;
  for (Table& table : out.tables) by_oid.emplace(table.oid, &table);
  const auto table_of = [&](std::int64_t oid) {
    const auto found = by_oid.find(oid);
    return found == by_oid.end() ? nullptr : found->second;
  };
  rows = session.query(of_columns);
  if (!rows) return std::unexpected(std::move(rows.error()));
  for (int row = 0; row < rows->rows(); ++row) {
    Table* const table = table_of(rows->integer(row, 0));
    if (table == nullptr) continue;
    table->columns.push_back({.name = std::string(rows->text(row, 1)),
                              .type = std::string(rows->text(row, 2)),
                              .declared = std::string(rows->text(row, 3))});
  }
  rows = session.query(of_keys);
  if (!rows) return std::unexpected(std::move(rows.error()));
  for (int row = 0; row < rows->rows(); ++row) {
    Table* const table = table_of(rows->integer(row, 0));
    if (table == nullptr) continue;
    table->key.push_back({.name = std::string(rows->text(row, 1)), .order = std::string(rows->text(row, 2))});
  }
  return out;
}

}  // namespace chandler::probe::compare
