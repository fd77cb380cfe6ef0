#include "dataset/remote/describe.hpp"

#include <format>
#include <string>

#include "dataset/fault/failure.hpp"
#include "dataset/table/table_name.hpp"

namespace chandler::dataset::remote {
namespace {

using platform::postgres::Session;

// COPY reads a plain table without a plan. It does not look into tables that inherit from it, and takes no generated
// column.
constexpr std::string_view read_table =
    "SELECT c.oid, c.relkind = 'r' AND NOT c.relhassubclass AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a "
    "WHERE a.attrelid = c.oid AND a.attgenerated <> '') "
    "FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1)";

core::Expected<void> find_table(Session& session, Relation& relation) {
  auto name = table_of_flag(relation.source.table);
  if (!name) {
    core::Error error = name.error();
    error.where = relation.name;
    error.hint = "Expected ?table=TABLE, SCHEMA.TABLE or \"Quoted Name\", as in SQL";
    return std::unexpected(std::move(error));
  }
  relation.table = name->quoted();
  const auto found = session.query(read_table, {relation.table});
  if (!found) return std::unexpected(source_failure(relation, found.error()));
  if (found->rows() == 0) return {};  // describing it says so
  relation.table_oid = found->text(0, 0);
  relation.stored = found->boolean(0, 1);
  return {};
}

}  // namespace

core::Expected<std::vector<RemoteColumn>> read_columns(Session& session, const Relation& relation) {
  const auto described = session.describe(select_from(relation));
  if (!described) return std::unexpected(source_failure(relation, described.error()));
  std::vector<RemoteColumn> columns;
  columns.reserve(static_cast<std::size_t>(described->columns()));
  for (int i = 0; i < described->columns(); ++i) {
    columns.push_back(
        {.name = std::string(described->name(i)), .type = described->type(i), .modifier = described->modifier(i)});
  }
  return columns;
}

core::Expected<void> describe_relation(Session& session, Relation& relation) {
  if (!relation.source.table.empty()) {
    if (auto found = find_table(session, relation); !found) return found;
  }
  auto columns = read_columns(session, relation);
  if (!columns) return std::unexpected(columns.error());
  if (columns->empty()) {
    return std::unexpected(
        core::Error{.code = "source.bad_query",
                    .message = relation.table.empty() ? "the query gives no columns" : "the table has no columns",
                    .where = relation.name,
                    .hint = std::format("{} Expected one SELECT, VALUES or TABLE, which only reads", nothing_loaded)});
  }
  relation.columns = *std::move(columns);
  return {};
}

}  // namespace chandler::dataset::remote
