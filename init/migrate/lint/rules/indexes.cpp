#include <algorithm>
#include <array>
#include <format>

#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/registry.hpp"
#include "sql/head.hpp"

namespace chandler::migrate::lint {
namespace {

constexpr std::size_t widest = 3;

std::string concurrent_statement(const CreateIndex& index) {
  return std::format("CREATE {}INDEX CONCURRENTLY {}ON {}; in a file of its own", index.unique ? "UNIQUE " : "",
                     index.name.empty() ? "" : identifier(index.name) + ' ', sql::head_of(index.rest, 160));
}

void create_index(const Statement& statement, const Context& context, Findings& findings) {
  const auto& index = statement.create_index;
  if (!index || index->concurrently) return;
  const auto table = context.existing(index->table);
  if (!table) return;
  CreateIndex whole = *index;
  if (whole.rest.ends_with(';')) whole.rest.remove_suffix(1);
  const bool partitioned = table->known != nullptr && table->known->kind == TableKind::partitioned;
  findings.add({.message = std::format("an index on {} is built while nobody can write to it", table->text()),
                .table = table,
                .safe_way = partitioned ? std::format("CREATE INDEX … ON ONLY {}; CREATE INDEX CONCURRENTLY on each "
                                                      "partition; then ALTER INDEX … ATTACH PARTITION each of them",
                                                      table->name.text())
                                        : concurrent_statement(whole)});
}

void drop_index(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("DropStmt") || statement.node.text("removeType") != "OBJECT_INDEX") return;
  if (statement.node.flag("concurrent")) return;
  for (const Node& object : statement.node.list("objects")) {
    const Name index = dropped_name(object);
    const Table* table = context.schema().table_of_index(index.name);
    if (!context.schema().in_use(table)) continue;
    findings.add({.message = std::format("dropping {} waits for all readers of {}, and lets nobody pass meanwhile",
                                         index.text(), table == nullptr ? "its table" : table->name.text()),
                  .table = table == nullptr ? std::nullopt : std::optional(Existing{table->name, table}),
                  .safe_way = std::format("DROP INDEX CONCURRENTLY {}; in a file of its own", index.text())});
  }
}

void reindex(const Statement& statement, const Context& context, Findings& findings) {
  if (!statement.is("ReindexStmt") || option_on(statement.node.list("params"), "concurrently")) return;
  const std::string_view kind = statement.node.text("kind");
  const Name name = relation_name(statement.node.field("relation"));
  std::optional<Existing> table;
  if (kind == "REINDEX_OBJECT_TABLE") {
    table = context.existing(name);
    if (!table) return;
  } else if (kind == "REINDEX_OBJECT_INDEX") {
    if (const Table* known = context.schema().table_of_index(name.name)) {
      if (known->fresh) return;
      table = Existing{known->name, known};
    }
  }
  const std::string what = name.empty() ? std::string(statement.node.text("name")) : name.text();
  findings.add({.message = std::format("indexes of {} are rebuilt with writes, and reads that use them, locked out",
                                       table          ? table->text()
                                       : what.empty() ? "the whole database"
                                                      : what),
                .table = table});
}

void if_not_exists(const Statement& statement, const Context& /*context*/, Findings& findings) {
  const auto& index = statement.create_index;
  if (!index || !index->concurrently || !index->if_not_exists) return;
  findings.add({.message = std::format("an invalid {} that another tool's failed run left behind counts as existing",
                                       index->name.empty() ? "index" : identifier(index->name))});
}

void unnamed(const Statement& statement, const Context& /*context*/, Findings& findings) {
  const auto& index = statement.create_index;
  if (!index || !index->concurrently || !index->name.empty()) return;
  findings.add({.message = std::format("each new try builds one more index on {}", index->table.text())});
}

void wide(const Statement& statement, const Context& /*context*/, Findings& findings) {
  const auto& index = statement.create_index;
  if (!index || index->unique || index->width <= widest) return;
  findings.add({.message = std::format("an index of {} columns on {}", index->width, index->table.text())});
}

constexpr auto rules = std::to_array<Rule>({
    {.id = "create-index",
     .title = "creates an index without CONCURRENTLY",
     .reason = "Building takes as long as the table is big, and writes wait all the while.",
     .lock = "SHARE on the table until the index is built: writes wait, reads go on",
     .safe_way = "CREATE INDEX CONCURRENTLY i ON t (c); in a file of its own",
     .cost = Cost::by_rows,
     .check = create_index},
    {.id = "drop-index",
     .title = "drops an index without CONCURRENTLY",
     .reason = "It is quick, but waits for each query that reads the table, and whoever comes meanwhile waits behind "
               "it.",
     .lock = "ACCESS EXCLUSIVE on the table, for a moment once it is had",
     .safe_way = "DROP INDEX CONCURRENTLY i; in a file of its own",
     .level = Level::warn,
     .check = drop_index},
    {.id = "reindex",
     .title = "reindexes without CONCURRENTLY",
     .reason = "Building takes as long as the table is big.",
     .lock = "SHARE on the table and ACCESS EXCLUSIVE on its indexes until they are built: writes wait, and reads that "
             "would use them",
     .safe_way = "REINDEX TABLE CONCURRENTLY t; or REINDEX INDEX CONCURRENTLY i; in a file of its own",
     .cost = Cost::by_rows,
     .check = reindex},
    {.id = "concurrent-index-if-not-exists",
     .title = "creates an index CONCURRENTLY, if it does not exist",
     .reason = "A concurrent build that fails leaves an invalid index, which IF NOT EXISTS takes for the real one. "
               "Chandler drops its own; a tool that comes after it does not.",
     .safe_way = "DROP INDEX CONCURRENTLY IF EXISTS i; CREATE INDEX CONCURRENTLY i ON t (c);",
     .level = Level::warn,
     .check = if_not_exists},
    {.id = "concurrent-index-unnamed",
     .title = "creates an index CONCURRENTLY without a name",
     .reason = "A build that fails leaves an invalid index of a made-up name, which the next try does not find: it "
               "builds another.",
     .safe_way = "CREATE INDEX CONCURRENTLY t_c_idx ON t (c);",
     .level = Level::warn,
     .check = unnamed},
    {.id = "wide-index",
     .title = "creates an index of more than three columns that is not unique",
     .reason = "The fourth column seldom narrows anything down, and each write pays for it.",
     .safe_way = "Begin with the columns that narrow down most, and leave out the rest",
     .level = Level::off,
     .check = wide},
});

}  // namespace

std::span<const Rule> index_rules() {
  return rules;
}

}  // namespace chandler::migrate::lint
