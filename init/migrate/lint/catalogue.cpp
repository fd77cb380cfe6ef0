#include "init/migrate/lint/catalogue.hpp"

#include <format>
#include <map>
#include <utility>

#include "init/migrate/database/database.hpp"
#include "init/migrate/lint/tree/parse.hpp"
#include "init/migrate/lint/tree/statement.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::migrate::lint {
namespace {

using platform::postgres::Answer;
using platform::postgres::quote_literal;
using platform::postgres::Result;
using platform::postgres::Session;

std::string array_of(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& each : texts) out += (out.empty() ? "" : ", ") + quote_literal(each);
  return std::format("ARRAY[{}]::text[]", out);
}

// Those that the search_path finds come first. A partitioned table is as big as its partitions.
std::string tables_sql(const std::vector<std::string>& names) {
  return std::format(
      "SELECT c.oid, n.nspname, c.relname, c.relkind, "
      "CASE c.relkind WHEN 'p' THEN (SELECT coalesce(sum(pg_catalog.pg_relation_size(t.relid)), 0) "
      "FROM pg_catalog.pg_partition_tree(c.oid) t WHERE t.isleaf) "
      "WHEN 'r' THEN pg_catalog.pg_relation_size(c.oid) WHEN 'm' THEN pg_catalog.pg_relation_size(c.oid) END, "
      "c.reltuples::bigint "
      "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', "
      "'pg_toast') "
      "AND (c.relname = ANY ({0}) OR EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x "
      "ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND x.relname = ANY ({0}))) "
      "ORDER BY pg_catalog.pg_table_is_visible(c.oid) DESC, n.nspname",
      array_of(names));
}

constexpr std::string_view columns_sql =
    "SELECT attrelid, attname, pg_catalog.format_type(atttypid, atttypmod), attnotnull FROM pg_catalog.pg_attribute "
    "WHERE attnum > 0 AND NOT attisdropped AND attrelid = ANY (ARRAY[{}]::oid[]) ORDER BY attrelid, attnum";

constexpr std::string_view constraints_sql =
    "SELECT conrelid, conname, convalidated, pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint "
    "WHERE contype IN ('c', 'f') AND conrelid = ANY (ARRAY[{}]::oid[])";

// Names of the key columns in order, up to the first expression.
constexpr std::string_view indexes_sql =
    "SELECT i.indrelid, x.relname, i.indisunique, i.indpred IS NOT NULL, a.attname, k.place = 1 "
    "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid "
    "CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place) "
    "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0 "
    "WHERE i.indisvalid AND k.place <= i.indnkeyatts AND i.indrelid = ANY (ARRAY[{}]::oid[]) "
    "ORDER BY i.indexrelid, k.place";

constexpr std::string_view domains_sql =
    "SELECT n.nspname, t.typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
    "WHERE t.typtype = 'd' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND (t.typnotnull OR EXISTS "
    "(SELECT FROM pg_catalog.pg_constraint c WHERE c.contypid = t.oid))";

// A name counts where all functions of that name are STABLE or IMMUTABLE.
constexpr std::string_view functions_sql =
    "SELECT n.nspname, p.proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
    "WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') GROUP BY 1, 2 HAVING bool_and(p.provolatile <> 'v')";

TableKind kind_of(std::string_view letter) {
  if (letter == "p") return TableKind::partitioned;
  if (letter == "v") return TableKind::view;
  if (letter == "m") return TableKind::materialized_view;
  return letter == "f" ? TableKind::foreign : TableKind::table;
}

// PostgreSQL's own text of a part of SQL, read by the grammar.
std::optional<Tree> parse_part(std::string_view before, std::string_view part) {
  return Tree::parse(std::format("{}{}", before, part));
}

Type type_of(std::string_view formatted) {
  const auto tree = parse_part("ALTER TABLE t ADD COLUMN c ", formatted);
  if (!tree) return {.name = {{}, std::string(formatted)}, .modifiers = {}};
  const Statement statement = read_statement(tree->statement(), {});
  return read_column(statement.alter_table->commands.front().definition.as("ColumnDef")).type;
}

void add_constraint(Table& table, const Result& rows, int row) {
  const auto tree = parse_part("ALTER TABLE t ADD ", rows.text(row, 3));
  if (!tree) return;
  const Statement statement = read_statement(tree->statement(), {});
  const Constraint constraint = read_constraint(statement.alter_table->commands.front().definition.as("Constraint"));
  const std::string name(rows.text(row, 1));
  const bool validated = rows.boolean(row, 2);
  if (constraint.kind == ConstraintKind::check) {
    table.checks.push_back({name, validated, proven_not_null(constraint.expression)});
  } else {
    table.foreign_keys.push_back({name, constraint.columns, constraint.target, validated, std::nullopt});
  }
}

void add_index_column(Table& table, const Result& rows, int row, bool& plain) {
  if (rows.boolean(row, 5)) {
    table.indexes.push_back({.name = std::string(rows.text(row, 1)),
                             .columns = {},
                             .unique = rows.boolean(row, 2),
                             .partial = rows.boolean(row, 3)});
    plain = true;
  }
  plain = plain && !rows.is_null(row, 4);
  if (plain) table.indexes.back().columns.emplace_back(rows.text(row, 4));
}

class Catalogue {
 public:
  explicit Catalogue(Session& session) : session_(session) {}

  core::Expected<Schema> read(const std::vector<std::string>& names) {
    return read_tables(names)
        .and_then([this] {
          return each(columns_sql, [](Table& table, const Result& rows, int row) {
            table.columns.push_back({.name = std::string(rows.text(row, 1)),
                                     .type = type_of(rows.text(row, 2)),
                                     .not_null = rows.boolean(row, 3)});
          });
        })
        .and_then([this] { return each(constraints_sql, add_constraint); })
        .and_then([this] {
          bool plain = true;
          return each(indexes_sql, [&plain](Table& table, const Result& rows, int row) {
            add_index_column(table, rows, row, plain);
          });
        })
        .and_then([this] { return read_names(domains_sql, schema_.constrained_domains); })
        .and_then([this] { return read_names(functions_sql, schema_.steady_functions); })
        .transform([this] { return std::move(schema_); });
  }

 private:
  core::Expected<Result> ask(const std::string& sql) {
    auto rows = session_.run(sql);
    if (!rows) return std::unexpected(database_error(rows.error(), "reading the catalogue for lint"));
    return *std::move(rows);
  }

  core::Expected<void> read_tables(const std::vector<std::string>& names) {
    const auto rows = ask(tables_sql(names));
    if (!rows) return std::unexpected(rows.error());
    for (int row = 0; row < rows->rows(); ++row) {
      Table table{.name = {std::string(rows->text(row, 1)), std::string(rows->text(row, 2))},
                  .kind = kind_of(rows->text(row, 3)),
                  .columns_complete = true};
      if (!rows->is_null(row, 4)) {
        table.extent =
            Extent{.bytes = static_cast<std::uint64_t>(rows->integer(row, 4)), .rows = rows->integer(row, 5)};
      }
      by_oid_.emplace(rows->integer(row, 0), &schema_.add(std::move(table)));
      oids_ += std::format("{}{}", oids_.empty() ? "" : ", ", rows->integer(row, 0));
    }
    schema_.complete = true;
    return {};
  }

  template <typename Take>
  core::Expected<void> each(std::string_view sql, Take take) {
    const auto rows = ask(std::vformat(sql, std::make_format_args(oids_)));
    if (!rows) return std::unexpected(rows.error());
    for (int row = 0; row < rows->rows(); ++row) take(*by_oid_.at(rows->integer(row, 0)), *rows, row);
    return {};
  }

  core::Expected<void> read_names(std::string_view sql, std::vector<Name>& out) {
    const auto rows = ask(std::string(sql));
    if (!rows) return std::unexpected(rows.error());
    for (int row = 0; row < rows->rows(); ++row) {
      out.push_back({std::string(rows->text(row, 0)), std::string(rows->text(row, 1))});
    }
    return {};
  }

  Session& session_;
  Schema schema_;
  std::map<std::int64_t, Table*> by_oid_;
  std::string oids_;
};

}  // namespace

core::Expected<Schema> read_catalogue(Session& session, const std::vector<std::string>& names) {
  return Catalogue(session).read(names);
}

}  // namespace chandler::migrate::lint
