#include "cron/probe/checks/amcheck/relations.hpp"

#include <format>

#include <nlohmann/json.hpp>

namespace chandler::probe::amcheck {
namespace {

// pg_relation_size wants a lock: relations that somebody has locked are told by pg_class alone. An unlogged table is
// empty on a standby. Objects below 16384 are those of initdb.
constexpr std::string_view sql = R"(
WITH locked AS (
  SELECT relation FROM pg_locks
  WHERE mode = 'AccessExclusiveLock' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
), sized AS MATERIALIZED (
  SELECT c.oid, c.relkind, c.relname, c.relnamespace, c.relam, c.reltoastrelid,
         coalesce(CASE WHEN l.relation IS NULL THEN pg_relation_size(c.oid) END,
                  c.relpages::bigint * current_setting('block_size')::bigint) AS bytes
  FROM pg_class c LEFT JOIN (SELECT DISTINCT relation FROM locked) l ON l.relation = c.oid
  WHERE c.relkind IN ('r', 'm', 't', 'i', 'S') AND c.relpersistence <> 't'
    AND NOT (c.relpersistence = 'u' AND pg_is_in_recovery())
)
SELECT c.oid, c.relkind::text, coalesce(a.amname, ''), format('%I.%I', n.nspname, c.relname),
       CASE WHEN tn.oid IS NULL THEN '' ELSE format('%I.%I', tn.nspname, coalesce(m.relname, t.relname)) END,
       coalesce(i.indisunique, false),
       c.bytes, c.bytes + coalesce(t.bytes, 0), c.oid < 16384, current_setting('block_size')::bigint,
       quote_ident(c.relname),
       CASE WHEN i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL AND NOT i.indcheckxmin AND c.oid >= 16384
                 AND t.relkind IN ('r', 'm') AND has_table_privilege(t.oid, 'SELECT') AND NOT row_security_active(t.oid)
            THEN (SELECT json_agg(quote_ident(a.attname) ORDER BY k.place)::text
                  FROM generate_series(1, i.indnkeyatts::int) k(place)
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1]
                  HAVING bool_and(a.attnotnull)) END
FROM sized c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_am a ON a.oid = c.relam
LEFT JOIN pg_index i ON i.indexrelid = c.oid
LEFT JOIN sized t ON t.oid = i.indrelid
LEFT JOIN sized m ON m.reltoastrelid = coalesce(t.oid, c.oid)
LEFT JOIN pg_namespace tn ON tn.oid = coalesce(m.relnamespace, t.relnamespace)
WHERE i.indexrelid IS NULL OR (i.indisvalid AND i.indisready AND i.indislive AND t.oid IS NOT NULL))";

// verify_heapam takes sequences from 17 on.
constexpr int sequences_since = 170000;

std::string_view kind_of(char relkind) {
  switch (relkind) {
    case 'i':
      return "index";
    case 'm':
      return "materialized view";
    case 't':
      return "TOAST table";
    case 'S':
      return "sequence";
    default:
      return "table";
  }
}

}  // namespace

std::string describe(const Relation& relation) {
  if (relation.kind == "TOAST table" && !relation.owner.empty()) {
    return std::format("{} {} of {}", relation.kind, relation.name, relation.owner);
  }
  return std::format("{} {}", relation.kind, relation.name);
}

platform::postgres::Answer<Relations> read_relations(platform::postgres::Session& session, bool with_gin) {
  auto rows = session.query(sql);
  if (!rows) return std::unexpected(std::move(rows.error()));
  // Ranges of a table are read by their blocks from 14 on.
  const bool divisible = session.server_version() >= 140000;
  Relations relations;
  for (int row = 0; row < rows->rows(); ++row) {
    const char relkind = rows->text(row, 1).front();
    const std::string_view method = rows->text(row, 2);
    relations.block_bytes = rows->integer(row, 9);
    Relation relation{.oid = static_cast<std::uint32_t>(rows->integer(row, 0)),
                      .catalogue = rows->boolean(row, 8),
                      .unique = rows->boolean(row, 5),
                      .kind = std::string(kind_of(relkind)),
                      .name = std::string(rows->text(row, 3)),
                      .short_name = std::string(rows->text(row, 10)),
                      .owner = std::string(rows->text(row, 4)),
                      .bytes = rows->integer(row, 6),
                      .work = rows->integer(row, 7)};
    if (relkind == 'S') {
      if (session.server_version() < sequences_since) continue;
    } else if (relkind == 'i' && method == "btree") {
      relation.method = Method::btree;
    } else if (relkind == 'i' && method == "gin" && with_gin) {
      relation.method = Method::gin;
      relation.work = relation.bytes;
    } else if (method != "heap") {
      ++relations.others[std::string(method)];
      continue;
    }
    if (relation.method == Method::btree && divisible && !rows->is_null(row, 11)) {
      relation.keys = nlohmann::json::parse(rows->text(row, 11)).get<std::vector<std::string>>();
    }
    relations.checkable.push_back(std::move(relation));
  }
  return relations;
}

}  // namespace chandler::probe::amcheck
