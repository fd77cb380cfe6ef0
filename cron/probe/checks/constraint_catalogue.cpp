#include "cron/probe/checks/constraint_catalogue.hpp"

#include <string_view>

namespace chandler::probe {
namespace {

// What came with 18 is asked by way of jsonb, as older servers have no such column.
constexpr std::string_view constraints = R"(
WITH chosen AS (
  SELECT c.*, format('%I.%I', n.nspname, t.relname) AS table_name, t.relkind = 'p' AS partitioned,
         t.relpages::bigint AS pages
  FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
  WHERE (c.contype = 'f' AND c.conparentid = 0 OR c.contype = 'c' AND t.relkind = 'r') AND t.relpersistence <> 't'
    AND NOT (t.relpersistence = 'u' AND pg_is_in_recovery())
    AND coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true)
    AND NOT coalesce((to_jsonb(c) ->> 'conperiod')::boolean, false)),
keys AS (
  SELECT i.indrelid, string_agg(quote_ident(a.attname), ', ' ORDER BY k.place) AS names,
         format('concat_ws('', '', %s)', string_agg(format('left(t.%I::text, 100)', a.attname), ', ' ORDER BY k.place))
           AS values
  FROM pg_index i CROSS JOIN LATERAL generate_series(1, i.indnkeyatts::int) k(place)
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1]
  WHERE i.indisprimary AND i.indrelid IN (SELECT conrelid FROM chosen)
  GROUP BY i.indrelid)
SELECT c.oid, c.conname, pg_get_constraintdef(c.oid), c.table_name, c.partitioned, coalesce(p.names, ''),
       coalesce(p.values, ''),
       coalesce(has_table_privilege(c.conrelid, 'SELECT') AND (c.contype = 'c' OR has_table_privilege(c.confrelid, 'SELECT')), true),
       c.pages, c.contype, coalesce(pg_get_expr(c.conbin, c.conrelid), ''), quote_ident(rn.nspname) || '.' || quote_ident(r.relname),
       coalesce(r.relkind = 'p', false), c.confmatchtype = 'f', quote_ident(a.attname), quote_ident(ra.attname),
       'OPERATOR(' || quote_ident(opn.nspname) || '.' || op.oprname || ')',
       CASE WHEN a.attcollation <> ra.attcollation AND ra.attcollation <> 0
            THEN ' COLLATE ' || quote_ident(con.nspname) || '.' || quote_ident(co.collname) ELSE '' END
FROM chosen c
LEFT JOIN keys p ON p.indrelid = c.conrelid
CROSS JOIN LATERAL generate_series(1, CASE c.contype WHEN 'f' THEN cardinality(c.conkey) ELSE 1 END) k(place)
LEFT JOIN pg_class r ON r.oid = c.confrelid AND c.contype = 'f' LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
LEFT JOIN pg_attribute a ON r.oid IS NOT NULL AND a.attrelid = c.conrelid AND a.attnum = c.conkey[k.place]
LEFT JOIN pg_attribute ra ON ra.attrelid = r.oid AND ra.attnum = c.confkey[k.place]
LEFT JOIN pg_operator op ON op.oid = c.conpfeqop[k.place] LEFT JOIN pg_namespace opn ON opn.oid = op.oprnamespace
LEFT JOIN pg_collation co ON co.oid = ra.attcollation LEFT JOIN pg_namespace con ON con.oid = co.collnamespace
ORDER BY c.oid, k.place)";

enum Column {
  oid,
  name,
  definition,
  table,
  partitioned,
  key_names,
  key_values,
  readable,
  pages,
  type,
  expression,
  referenced,
  referenced_partitioned,
  match_full,
  referring_column,
  referenced_column,
  equals,
  collation
};

VerifiableConstraint constraint_of(const platform::postgres::Result& rows, int row) {
  VerifiableConstraint out{.oid = static_cast<std::uint32_t>(rows.integer(row, oid)),
                           .name = std::string(rows.text(row, name)),
                           .definition = std::string(rows.text(row, definition)),
                           .table = {.name = std::string(rows.text(row, table)),
                                     .partitioned = rows.boolean(row, partitioned),
                                     .key_names = std::string(rows.text(row, key_names)),
                                     .key_values = std::string(rows.text(row, key_values))},
                           .readable = rows.boolean(row, readable),
                           .pages = rows.integer(row, pages),
                           .key = std::nullopt,
                           .expression = std::string(rows.text(row, expression))};
  if (rows.text(row, type) == "f") {
    out.key = ForeignKey{.referenced = std::string(rows.text(row, referenced)),
                         .referenced_partitioned = rows.boolean(row, referenced_partitioned),
                         .match_full = rows.boolean(row, match_full),
                         .columns = {}};
  }
  return out;
}

}  // namespace

platform::postgres::Answer<std::vector<VerifiableConstraint>> read_verifiable(platform::postgres::Session& session) {
  const auto rows = session.query(constraints);
  if (!rows) return std::unexpected(rows.error());
  std::vector<VerifiableConstraint> out;
  for (int row = 0; row < rows->rows(); ++row) {
    if (out.empty() || out.back().oid != static_cast<std::uint32_t>(rows->integer(row, oid))) {
      out.push_back(constraint_of(*rows, row));
    }
    if (!out.back().key) continue;
    out.back().key->columns.push_back({.name = std::string(rows->text(row, referring_column)),
                                       .referenced = std::string(rows->text(row, referenced_column)),
                                       .equals = std::string(rows->text(row, equals)),
                                       .collation = std::string(rows->text(row, collation))});
  }
  return out;
}

}  // namespace chandler::probe
