#include "dataset/swap/obstacles.hpp"

#include <format>
#include <string_view>

#include "dataset/fault/failure.hpp"

namespace chandler::dataset::swap {
namespace {

using platform::postgres::Session;

// Whatever the catalogue has hanging on the table, its columns or its row type, but for what definition.cpp carries
// over; and what is true of the table itself.
constexpr std::string_view obstacles = R"(
WITH t AS (SELECT * FROM pg_class WHERE oid = $1::oid),
hanging AS (
  SELECT DISTINCT d.classid, d.objid
    FROM pg_depend d, t
   WHERE (d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid)
      OR (d.refclassid = 'pg_type'::regclass
          AND d.refobjid IN (t.reltype, (SELECT typarray FROM pg_type WHERE oid = t.reltype)))
), others AS (
  SELECT h.classid, h.objid
    FROM hanging h, t
   WHERE NOT (h.classid = 'pg_class'::regclass
              AND (h.objid = t.oid OR EXISTS (SELECT FROM pg_class o
                                               WHERE o.oid = h.objid AND o.relkind IN ('i', 't', 'S'))))
     AND NOT (h.classid = 'pg_type'::regclass AND h.objid IN (t.reltype, (SELECT typarray FROM pg_type
                                                                          WHERE oid = t.reltype)))
     AND NOT (h.classid = 'pg_attrdef'::regclass
              AND EXISTS (SELECT FROM pg_attrdef a WHERE a.oid = h.objid AND a.adrelid = t.oid))
     AND NOT (h.classid = 'pg_constraint'::regclass
              AND EXISTS (SELECT FROM pg_constraint k WHERE k.oid = h.objid AND k.conrelid = t.oid))
     AND NOT (h.classid = 'pg_trigger'::regclass
              AND EXISTS (SELECT FROM pg_trigger g WHERE g.oid = h.objid AND g.tgisinternal))
     AND NOT (h.classid = 'pg_statistic_ext'::regclass)
)
SELECT what FROM (
  SELECT coalesce(
           (SELECT CASE v.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE 'rule on ' END
                   || v.oid::regclass
              FROM pg_rewrite r JOIN pg_class v ON v.oid = r.ev_class
             WHERE o.classid = 'pg_rewrite'::regclass AND r.oid = o.objid),
           (SELECT format('foreign key %I of %s', k.conname, k.conrelid::regclass)
              FROM pg_constraint k
             WHERE o.classid = 'pg_constraint'::regclass AND k.oid = o.objid AND k.contype = 'f'),
           pg_describe_object(o.classid, o.objid, 0)) FROM others o
  UNION SELECT 'row-level security' FROM t WHERE t.relrowsecurity
  UNION SELECT 'its partitions' FROM t WHERE t.relkind = 'p'
  UNION SELECT 'being a partition or child of ' || i.inhparent::regclass FROM t JOIN pg_inherits i ON i.inhrelid = t.oid
  UNION SELECT 'its type ' || t.reloftype::regtype FROM t WHERE t.reloftype <> 0
  UNION SELECT 'the extension it belongs to' FROM t JOIN pg_depend d ON d.classid = 'pg_class'::regclass
           AND d.objid = t.oid AND d.deptype = 'e'
  UNION SELECT 'a security label' FROM t JOIN pg_seclabel l ON l.classoid = 'pg_class'::regclass AND l.objoid = t.oid
  UNION SELECT format('publication %I of all tables', pubname) FROM t, pg_publication WHERE puballtables
) AS q(what) ORDER BY what)";

constexpr std::string_view rights = R"(
SELECT pg_has_role(c.relowner, 'USAGE'), pg_get_userbyid(c.relowner), has_schema_privilege(c.relnamespace, 'CREATE'),
       c.relnamespace::regnamespace
  FROM pg_class c WHERE c.oid = $1::oid)";

std::unexpected<core::Error> cannot(const std::string& file, std::string message, std::string hint) {
  return std::unexpected(core::Error{.code = "refresh.cannot_swap",
                                     .message = std::move(message),
                                     .where = file,
                                     .hint = std::format("{} {}", nothing_loaded, hint)});
}

}  // namespace

core::Expected<void> check_swappable(Session& session, const Table& table, const std::string& file) {
  const auto found = session.query(obstacles, {table.oid});
  if (!found) return std::unexpected(server_failure(found.error(), file));
  std::string list;
  for (int row = 0; row < found->rows(); ++row)
    list += std::format("{}{}", list.empty() ? "" : ", ", found->text(row, 0));
  if (!list.empty()) {
    return cannot(
        file,
        std::format("the table {} cannot be swapped, since this would not follow: {}", table.name.display(), list),
        "Use --mode merge, which leaves the table where it is");
  }
  const auto may = session.query(rights, {table.oid});
  if (!may) return std::unexpected(server_failure(may.error(), file));
  if (may->rows() == 0 || !may->boolean(0, 0)) {
    return cannot(file,
                  std::format("only the owner of {} can swap it: {}", table.name.display(),
                              may->rows() == 0 ? std::string_view() : may->text(0, 1)),
                  "Connect as a member of that role, or use --mode merge");
  }
  if (!may->boolean(0, 2)) {
    return cannot(file, std::format("no right to make a table in the schema {}", may->text(0, 3)),
                  std::format("GRANT CREATE ON SCHEMA {} TO …, or use --mode merge", may->text(0, 3)));
  }
  return {};
}

}  // namespace chandler::dataset::swap
