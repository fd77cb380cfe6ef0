#include "dataset/table/catalogue.hpp"

#include <algorithm>
#include <format>
#include <string_view>

#include "core/text/nearest.hpp"
#include "dataset/fault/failure.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Result;
using platform::postgres::Session;

constexpr std::string_view find_table = R"(
SELECT c.oid, n.nspname, c.relname, c.relkind,
       (SELECT string_agg(a.attname, chr(31) ORDER BY k.place)
          FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place)
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
         WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid = to_regclass($1))";

// Built-in types have the same numbers everywhere, below 16384; what those of reg… point to has not, and money is
// counted in the unit of the database's own locale. `exact`: types whose = compares bits, by name; text only where its
// collation is deterministic.
constexpr std::string_view read_columns = R"(
SELECT a.attname, format_type(a.atttypid, a.atttypmod),
       a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', a.attgenerated <> '', a.attidentity,
       t.typtype = 'e' OR t.oid IN ('bool'::regtype, 'int2'::regtype, 'int4'::regtype, 'int8'::regtype,
         'date'::regtype, 'time'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype, 'uuid'::regtype,
         'bytea'::regtype)
       OR (t.oid IN ('text'::regtype, 'varchar'::regtype) AND coalesce(l.collisdeterministic, true)),
       pg_get_serial_sequence($2, a.attname),
       CASE WHEN coalesce(nullif(t.typbasetype, 0), t.oid) IN ('json'::regtype, 'jsonb'::regtype) THEN 'json'
            WHEN coalesce(nullif(t.typbasetype, 0), t.oid) IN ('json[]'::regtype, 'jsonb[]'::regtype) THEN 'json[]'
            WHEN t.typcategory = 'A' THEN '[]' ELSE '' END,
       t.oid, a.atttypmod,
       t.oid < 16384 AND t.typtype IN ('b', 'r', 'm') AND t.typreceive <> 0 AND t.typname !~ '^_?(reg|money$)'
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_collation l ON l.oid = a.attcollation
 WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attnum)";

constexpr std::string_view list_tables = R"(
SELECT c.relname FROM pg_class c
 WHERE c.relkind IN ('r', 'p')
   AND CASE WHEN $1 = '' THEN pg_table_is_visible(c.oid) ELSE c.relnamespace = to_regnamespace(quote_ident($1)) END)";

constexpr std::string_view find_references = R"(
SELECT f.conrelid, f.confrelid, f.condeferrable FROM pg_constraint f
 WHERE f.contype = 'f' AND f.conrelid <> f.confrelid
   AND f.conrelid = ANY ($1::oid[]) AND f.confrelid = ANY ($1::oid[]))";

core::Expected<std::string> nearest_table(Session& session, const TableName& name) {
  const auto rows = session.query(list_tables, {name.schema});
  if (!rows) return std::unexpected(server_failure(rows.error(), name.display()));
  std::vector<std::string_view> names;
  names.reserve(static_cast<std::size_t>(rows->rows()));
  for (int row = 0; row < rows->rows(); ++row) names.push_back(rows->text(row, 0));
  return std::string(core::text::nearest(name.table, names));
}

core::Error no_table(const TableName& name, const std::string& file, const std::string& near) {
  const std::string hint = near.empty() ? "Do the migrations make it? In upper case or with blanks it is another name"
                                        : std::format("Did you mean {}?", TableName{name.schema, near}.display());
  return {.code = "load.no_table",
          .message =
              std::format("there is no table {}{}", name.display(), name.schema.empty() ? " in the search path" : ""),
          .where = file,
          .hint = std::format("{} {}", nothing_loaded, hint)};
}

core::Error not_a_table(const Table& table, std::string_view kind, const std::string& file) {
  const std::string_view what = kind == "v"   ? "a view"
                                : kind == "m" ? "a materialized view"
                                : kind == "f" ? "a foreign table"
                                              : "not a table";
  return {.code = "load.not_a_table",
          .message = std::format("{} is {}", table.name.display(), what),
          .where = file,
          .hint = std::format("{} Load the table beneath", nothing_loaded)};
}

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\x1F'), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

ValueKind kind_of(std::string_view text) {
  if (text == "json") return ValueKind::json;
  if (text == "json[]") return ValueKind::json_array;
  return text == "[]" ? ValueKind::array : ValueKind::other;
}

Column column_of(const Result& rows, int row) {
  const std::string_view identity = rows.text(row, 4);
  return {.name = std::string(rows.text(row, 0)),
          .type = std::string(rows.text(row, 1)),
          .required = rows.boolean(row, 2),
          .generated = rows.boolean(row, 3),
          .identity = identity == "a"   ? Identity::always
                      : identity == "d" ? Identity::by_default
                                        : Identity::none,
          .sequence = std::string(rows.text(row, 6)),
          .exact = rows.boolean(row, 5),
          .kind = kind_of(rows.text(row, 7)),
          .type_oid = static_cast<std::uint32_t>(rows.integer(row, 8)),
          .modifier = static_cast<int>(rows.integer(row, 9)),
          .binary = rows.boolean(row, 10)};
}

std::size_t place_of(std::span<const Table> tables, std::string_view oid) {
  const auto found = std::ranges::find(tables, oid, &Table::oid);
  return static_cast<std::size_t>(found - tables.begin());
}

}  // namespace

core::Expected<Table> read_table(Session& session, const TableName& name, const std::string& file) {
  const auto found = session.query(find_table, {name.quoted()});
  if (!found) return std::unexpected(server_failure(found.error(), file));
  if (found->rows() == 0) {
    const auto near = nearest_table(session, name);
    return std::unexpected(near ? no_table(name, file, *near) : near.error());
  }
  Table table;
  table.oid = found->text(0, 0);
  table.name = {std::string(found->text(0, 1)), std::string(found->text(0, 2))};
  const std::string_view kind = found->text(0, 3);
  if (kind != "r" && kind != "p") return std::unexpected(not_a_table(table, kind, file));
  table.key = split_names(found->text(0, 4));
  const auto columns = session.query(read_columns, {table.oid, table.name.quoted()});
  if (!columns) return std::unexpected(server_failure(columns.error(), file));
  for (int row = 0; row < columns->rows(); ++row) table.columns.push_back(column_of(*columns, row));
  return table;
}

core::Expected<std::vector<Reference>> read_references(Session& session, std::span<const Table> tables) {
  std::string oids = "{";
  for (const Table& table : tables) oids += (oids.size() > 1 ? "," : "") + table.oid;
  const auto rows = session.query(find_references, {oids + "}"});
  if (!rows) return std::unexpected(server_failure(rows.error(), {}));
  std::vector<Reference> out;
  out.reserve(static_cast<std::size_t>(rows->rows()));
  for (int row = 0; row < rows->rows(); ++row) {
    out.push_back({.child = place_of(tables, rows->text(row, 0)),
                   .parent = place_of(tables, rows->text(row, 1)),
                   .deferrable = rows->boolean(row, 2)});
  }
  return out;
}

}  // namespace chandler::dataset
