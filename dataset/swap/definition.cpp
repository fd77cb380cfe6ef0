#include "dataset/swap/definition.hpp"

#include <format>
#include <initializer_list>
#include <string_view>

#include "dataset/fault/failure.hpp"

namespace chandler::dataset::swap {
namespace {

using platform::postgres::Parameter;
using platform::postgres::Session;

// $1 is the table's oid and $2, where a query has it, the quoted name of the one beside.

constexpr std::string_view create = R"(
SELECT format('CREATE %sTABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS) USING %I%s%s',
              CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, $2::text, c.oid::regclass, m.amname,
              ' WITH (' || (SELECT string_agg(o.name || ' = ' || quote_literal(o.value), ', ')
                              FROM (SELECT option_name, option_value FROM pg_options_to_table(c.reloptions)
                                    UNION ALL
                                    SELECT 'toast.' || option_name, option_value
                                      FROM pg_class t, pg_options_to_table(t.reloptions)
                                     WHERE t.oid = c.reltoastrelid) AS o(name, value)) || ')',
              (SELECT format(' TABLESPACE %I', spcname) FROM pg_tablespace WHERE oid = c.reltablespace))
  FROM pg_class c JOIN pg_am m ON m.oid = c.relam
 WHERE c.oid = $1::oid)";

// CREATE INDEX as pg_get_indexdef writes it, with another name and table.
constexpr std::string_view indexes = R"(
SELECT format('SET LOCAL default_tablespace = %L; CREATE %sINDEX %I ON %s %s',
              coalesce((SELECT spcname FROM pg_tablespace WHERE oid = x.reltablespace), ''), k.kind,
              'chandler_' || x.oid, $2::text,
              substr(pg_get_indexdef(x.oid),
                     length(format('CREATE %sINDEX %I ON %I.%I ', k.kind, x.relname, n.nspname, c.relname)) + 1))
  FROM pg_index i
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END) AS k(kind)
 WHERE i.indrelid = $1::oid AND NOT i.indisexclusion
 ORDER BY x.oid)";

constexpr std::string_view keys = R"(
SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', $2::text, 'chandler_' || k.conindid,
              CASE k.contype
                WHEN 'x' THEN pg_get_constraintdef(k.oid)
                ELSE format('%s USING INDEX %I%s%s', CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END,
                            'chandler_' || k.conindid, CASE WHEN k.condeferrable THEN ' DEFERRABLE' END,
                            CASE WHEN k.condeferred THEN ' INITIALLY DEFERRED' END)
              END)
  FROM pg_constraint k WHERE k.conrelid = $1::oid AND k.contype IN ('p', 'u', 'x') ORDER BY k.oid)";

constexpr std::string_view table_settings = R"(
SELECT format('ALTER TABLE %s CLUSTER ON %I', $2::text, 'chandler_' || i.indexrelid)
  FROM pg_index i WHERE i.indrelid = $1::oid AND i.indisclustered
UNION ALL
SELECT format('ALTER TABLE %s REPLICA IDENTITY %s', $2::text,
              CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
                ELSE (SELECT format('USING INDEX %I', 'chandler_' || indexrelid) FROM pg_index
                       WHERE indrelid = c.oid AND indisreplident) END)
  FROM pg_class c WHERE c.oid = $1::oid AND c.relreplident <> 'd'
UNION ALL
SELECT format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', $2::text, attname, attstattarget)
  FROM pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped AND attstattarget >= 0
UNION ALL
SELECT format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', $2::text, attname, array_to_string(attoptions, ', '))
  FROM pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped AND attoptions IS NOT NULL)";

// LIKE makes every identity's sequence a bigint one.
constexpr std::string_view identity_types = R"(
SELECT format('DO $alter$ BEGIN EXECUTE ''ALTER SEQUENCE '' || pg_get_serial_sequence(%L, %L) || '' AS %s''; '
              'END $alter$', $2::text, a.attname, q.seqtypid::regtype)
  FROM pg_depend d
  JOIN pg_sequence q ON q.seqrelid = d.objid
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1::oid
   AND d.deptype = 'i')";

// "CREATE STATISTICS schema.name … FROM table": the name comes first and the table last.
constexpr std::string_view extended_statistics = R"(
SELECT format('CREATE STATISTICS %I.%I%s FROM %s', n.nspname, 'chandler_' || s.oid,
              substr(d.text, length(format('CREATE STATISTICS %I.%I', n.nspname, s.stxname)) + 1,
                     length(d.text) - length(format('CREATE STATISTICS %I.%I', n.nspname, s.stxname))
                       - length(' FROM ' || s.stxrelid::regclass)),
              $2::text)
  FROM pg_statistic_ext s
  JOIN pg_namespace n ON n.oid = s.stxnamespace
 CROSS JOIN LATERAL (SELECT pg_get_statisticsobjdef(s.oid)) AS d(text)
 WHERE s.stxrelid = $1::oid ORDER BY s.oid)";

constexpr std::string_view comments = R"(
SELECT format('COMMENT ON TABLE %s IS %L', $2::text, obj_description($1::oid, 'pg_class'))
 WHERE obj_description($1::oid, 'pg_class') IS NOT NULL
UNION ALL
SELECT format('COMMENT ON INDEX %I.%I IS %L', n.nspname, 'chandler_' || x.oid, obj_description(x.oid, 'pg_class'))
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = x.relnamespace
 WHERE i.indrelid = $1::oid AND obj_description(x.oid, 'pg_class') IS NOT NULL
UNION ALL
SELECT format('COMMENT ON CONSTRAINT %I ON %s IS %L', 'chandler_' || k.conindid, $2::text,
              obj_description(k.oid, 'pg_constraint'))
  FROM pg_constraint k
 WHERE k.conrelid = $1::oid AND k.contype IN ('p', 'u', 'x') AND obj_description(k.oid, 'pg_constraint') IS NOT NULL
UNION ALL
SELECT format('COMMENT ON STATISTICS %I.%I IS %L', n.nspname, 'chandler_' || s.oid,
              obj_description(s.oid, 'pg_statistic_ext'))
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
 WHERE s.stxrelid = $1::oid AND obj_description(s.oid, 'pg_statistic_ext') IS NOT NULL)";

// A new table has what ALTER DEFAULT PRIVILEGES says, which the old one need not have. Without an acl of its own
// (null) a table has its owner's rights alone.
constexpr std::string_view rights = R"(
SELECT format('ALTER TABLE %s OWNER TO %I', $2::text, r.rolname)
  FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE c.oid = $1::oid AND r.rolname <> current_user
UNION ALL
SELECT format('DO $revoke$ DECLARE who text; BEGIN FOR who IN SELECT DISTINCT CASE grantee WHEN 0 THEN ''PUBLIC'' ELSE '
              'quote_ident(pg_get_userbyid(grantee)) END FROM pg_class c, aclexplode(c.relacl) WHERE c.oid = '
              '%L::regclass%s LOOP EXECUTE ''REVOKE ALL ON TABLE %s FROM '' || who; END LOOP; END $revoke$',
              $2::text, CASE WHEN c.relacl IS NULL THEN ' AND grantee <> c.relowner' END, replace($2::text, '''', ''''''))
  FROM pg_class c WHERE c.oid = $1::oid
UNION ALL
SELECT format('REVOKE ALL ON TABLE %s FROM %I', $2::text, pg_get_userbyid(c.relowner))
  FROM pg_class c WHERE c.oid = $1::oid AND c.relacl IS NOT NULL
UNION ALL
SELECT format('GRANT %s ON TABLE %s TO %s%s', a.privilege_type, $2::text,
              CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
              CASE WHEN a.is_grantable AND a.grantee <> c.relowner THEN ' WITH GRANT OPTION' END)
  FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = $1::oid
UNION ALL
SELECT format('GRANT %s (%I) ON TABLE %s TO %s%s', a.privilege_type, t.attname, $2::text,
              CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
              CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END)
  FROM pg_attribute t, aclexplode(t.attacl) a
 WHERE t.attrelid = $1::oid AND t.attnum > 0 AND NOT t.attisdropped)";

// One that points to the table itself points to the one beside.
constexpr std::string_view foreign_keys = R"(
SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s%s', $2::text, k.conname,
              CASE WHEN k.confrelid = k.conrelid
                THEN replace(pg_get_constraintdef(k.oid), ' REFERENCES ' || k.confrelid::regclass || '(',
                             ' REFERENCES ' || $2::text || '(')
                ELSE pg_get_constraintdef(k.oid) END,
              CASE WHEN k.convalidated THEN ' NOT VALID' END),
       CASE WHEN k.convalidated THEN format('ALTER TABLE %s VALIDATE CONSTRAINT %I', $2::text, k.conname) END
  FROM pg_constraint k WHERE k.conrelid = $1::oid AND k.contype = 'f' ORDER BY k.oid)";

// deptype 'a': a serial column's; its default in the table beside names the same sequence. 'i': an identity's,
// where the table beside has one of its own.
constexpr std::string_view hand_over = R"(
SELECT CASE d.deptype
         WHEN 'a' THEN format('ALTER SEQUENCE %s OWNED BY %s.%I', d.objid::regclass, $2::text, a.attname)
         ELSE format('SELECT setval(pg_get_serial_sequence(%1$L, %2$L), last_value, is_called) FROM %3$s '
                     'WHERE is_called AND last_value > coalesce(pg_sequence_last_value('
                     'pg_get_serial_sequence(%1$L, %2$L)::regclass), 0)', $2::text, a.attname, d.objid::regclass)
       END
  FROM pg_depend d
  JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1::oid
   AND d.deptype IN ('a', 'i'))";

constexpr std::string_view rename = R"(
SELECT format('ALTER INDEX %I.%I RENAME TO %I', n.nspname, 'chandler_' || x.oid, x.relname)
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = x.relnamespace
 WHERE i.indrelid = $1::oid
UNION ALL
SELECT format('ALTER STATISTICS %I.%I RENAME TO %I', n.nspname, 'chandler_' || s.oid, s.stxname)
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
 WHERE s.stxrelid = $1::oid)";

// The name of the sequence beside is only known once it is there.
constexpr std::string_view rename_identities = R"(
SELECT format('DO $rename$ BEGIN EXECUTE ''ALTER SEQUENCE '' || pg_get_serial_sequence(%L, %L) || '' RENAME TO '' || '
              'quote_ident(%L); END $rename$', c.oid::regclass, a.attname, s.relname)
  FROM pg_depend d
  JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
  JOIN pg_class c ON c.oid = d.refobjid
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1::oid
   AND d.deptype = 'i')";

constexpr std::string_view fingerprint = R"(
SELECT md5(concat_ws('|',
  (SELECT row(relname, relnamespace, relowner, relacl, reloptions, relpersistence, relreplident, reltablespace)::text
     FROM pg_class WHERE oid = $1::oid),
  (SELECT string_agg(row(attnum, attname, atttypid, atttypmod, attnotnull, attidentity, attgenerated, attstattarget,
                         attoptions, attacl, attstorage, attcollation, pg_get_expr(d.adbin, d.adrelid),
                         col_description(attrelid, attnum))::text, ';' ORDER BY attnum)
     FROM pg_attribute LEFT JOIN pg_attrdef d ON d.adrelid = attrelid AND d.adnum = attnum
    WHERE attrelid = $1::oid AND attnum > 0),
  (SELECT string_agg(row(pg_get_indexdef(indexrelid), indisclustered, indisreplident)::text, ';' ORDER BY indexrelid)
     FROM pg_index WHERE indrelid = $1::oid),
  (SELECT string_agg(row(conname, pg_get_constraintdef(oid), convalidated)::text, ';' ORDER BY oid)
     FROM pg_constraint WHERE conrelid = $1::oid),
  (SELECT string_agg(pg_get_statisticsobjdef(oid), ';' ORDER BY oid) FROM pg_statistic_ext WHERE stxrelid = $1::oid)))
)";

core::Expected<std::vector<std::string>> statements(Session& session, std::initializer_list<std::string_view> queries,
                                                    const std::vector<Parameter>& parameters, const std::string& file) {
  std::vector<std::string> out;
  for (const std::string_view query : queries) {
    const auto rows = session.query(query, parameters);
    if (!rows) return std::unexpected(server_failure(rows.error(), file));
    for (int row = 0; row < rows->rows(); ++row) out.emplace_back(rows->text(row, 0));
  }
  return out;
}

}  // namespace

std::string name_beside(const Table& table) {
  return TableName{table.name.schema, "chandler_beside_" + table.oid}.quoted();
}

core::Expected<std::string> read_fingerprint(Session& session, const Table& table, const std::string& file) {
  const auto rows = session.query(fingerprint, {table.oid});
  if (!rows) return std::unexpected(server_failure(rows.error(), file));
  return std::string(rows->text(0, 0));
}

core::Expected<Definition> read_definition(Session& session, const Table& table, const std::string& file) {
  Definition out{.beside = name_beside(table)};
  auto read = read_fingerprint(session, table, file);
  if (!read) return std::unexpected(read.error());
  out.fingerprint = *std::move(read);
  const std::vector<Parameter> both{table.oid, out.beside};
  auto created = statements(session, {create}, both, file);
  if (!created) return std::unexpected(created.error());
  for (const std::string& statement : *created) out.create += statement;
  auto finish = statements(
      session, {indexes, keys, identity_types, table_settings, extended_statistics, comments, rights}, both, file);
  if (!finish) return std::unexpected(finish.error());
  out.finish = *std::move(finish);
  auto handed = statements(session, {hand_over}, both, file);
  if (!handed) return std::unexpected(handed.error());
  out.hand_over = *std::move(handed);
  auto renamed = statements(session, {rename, rename_identities}, {table.oid}, file);
  if (!renamed) return std::unexpected(renamed.error());
  out.rename = *std::move(renamed);
  const auto pointing = session.query(foreign_keys, both);
  if (!pointing) return std::unexpected(server_failure(pointing.error(), file));
  for (int row = 0; row < pointing->rows(); ++row) {
    out.foreign_keys.push_back({std::string(pointing->text(row, 0)), std::string(pointing->text(row, 1))});
  }
  return out;
}

}  // namespace chandler::dataset::swap
