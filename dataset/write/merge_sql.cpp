#include "dataset/write/merge_sql.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::quote_identifier;

void append(std::string& list, std::string_view separator, const std::string& item) {
  if (!list.empty()) list += separator;
  list += item;
}

// Inside a literal.
std::string doubled(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') out += c;
    out += c;
  }
  return out;
}

}  // namespace

std::string create_stage(const std::string& name, bool shared) {
  if (!shared) return std::format("CREATE TEMP TABLE {} ON COMMIT DROP", name);
  return std::format("CREATE UNLOGGED TABLE {} WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)",
                     name);
}

MergeSql::MergeSql(const Table& table, std::vector<Column> columns, std::size_t place)
    : target_(table.name.quoted()),
      stage_(std::format("pg_temp.chandler_stage_{}", place)),
      delta_(std::format("pg_temp.chandler_delta_{}", place)),
      reject_(std::format("pg_temp.chandler_reject_{}", place)),
      columns_(std::move(columns)),
      key_(table.key) {}

MergeSql MergeSql::into(std::string target) const {
  MergeSql out = *this;
  out.target_ = std::move(target);
  return out;
}

MergeSql MergeSql::shared(std::string stage) const {
  MergeSql out = *this;
  out.stage_ = std::move(stage);
  out.shared_ = true;
  return out;
}

std::string MergeSql::list(const std::string& prefix) const {
  std::string out;
  for (const Column& column : columns_) append(out, ", ", prefix + quote_identifier(column.name));
  return out;
}

std::string MergeSql::same_key(const std::string& left, const std::string& right) const {
  std::string out;
  for (const std::string& name : key_)
    append(out, " AND ", std::format("{0}.{2} = {1}.{2}", left, right, quote_identifier(name)));
  return out;
}

const Column* MergeSql::find(std::string_view name) const {
  const auto found = std::ranges::find(columns_, name, &Column::name);
  return found == columns_.end() ? nullptr : &*found;
}

bool MergeSql::updates() const {
  return !key_.empty() && columns_.size() > key_.size();
}

// Where = would call different values equal, or the type has none, the stored bytes are compared
// (record_image_ne, as REFRESH MATERIALIZED VIEW CONCURRENTLY does).
std::string MergeSql::differs(const std::string& left, const std::string& right) const {
  std::string out;
  std::string left_image;
  std::string right_image;
  for (const Column& column : columns_) {
    if (std::ranges::contains(key_, column.name)) continue;
    const std::string name = quote_identifier(column.name);
    if (column.exact) {
      append(out, " OR ", std::format("{}.{} IS DISTINCT FROM {}.{}", left, name, right, name));
    } else {
      append(left_image, ", ", left + "." + name);
      append(right_image, ", ", right + "." + name);
    }
  }
  if (!left_image.empty()) {
    append(out, " OR ",
           std::format("ROW({})::record OPERATOR(pg_catalog.*<>) ROW({})::record", left_image, right_image));
  }
  return out;
}

std::string MergeSql::stage() const {
  return std::format("{} AS SELECT NULL::pg_catalog.int8 AS chandler_line, {} FROM {} WITH NO DATA",
                     create_stage(stage_, shared_), list(""), target_);
}

std::string MergeSql::copy(std::string_view options) const {
  return std::format("COPY {} (chandler_line, {}) FROM STDIN ({})", stage_, list(""), options);
}

std::string MergeSql::copy_target(std::string_view options) const {
  return std::format("COPY {} ({}) FROM STDIN ({})", target_, list(""), options);
}

std::string MergeSql::index() const {
  std::string names;
  for (const std::string& name : key_) append(names, ", ", quote_identifier(name));
  return std::format("CREATE UNIQUE INDEX ON {0} ({1}); ANALYZE {0} ({1})", stage_, names);
}

std::string MergeSql::in_key_order() const {
  return std::format(
      "SELECT count(*) = 2 FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
      "JOIN pg_namespace n ON n.oid = c.relnamespace "
      "JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname "
      "WHERE c.oid IN ('{}'::regclass, '{}'::regclass) AND a.attname = '{}' AND abs(s.correlation) > 0.9",
      doubled(stage_), doubled(target_), doubled(key_.front()));
}

std::string MergeSql::delta() const {
  const std::string missing = std::format("t.{} IS NULL", quote_identifier(key_.front()));
  std::string wanted = missing;
  if (updates()) append(wanted, " OR ", differs("t", "s"));
  return std::format(
      "CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT s.*, NOT ({}) AS chandler_known FROM {} s LEFT JOIN {} t ON {} "
      "WHERE {}",
      delta_, missing, stage_, target_, same_key("t", "s"), wanted);
}

std::string MergeSql::delta_of_all() const {
  return std::format("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT s.*, false AS chandler_known FROM {} s", delta_,
                     stage_);
}

std::string MergeSql::vanished() const {
  return std::format("NOT EXISTS (SELECT FROM {} s WHERE {})", stage_, same_key("t", "s"));
}

std::string MergeSql::analyze() const {
  return "ANALYZE " + delta_;
}

std::string MergeSql::index_delta() const {
  return std::format("CREATE INDEX ON {} (chandler_line)", delta_);
}

std::string MergeSql::update(const LineRange& lines) const {
  std::string assignments;
  for (const Column& column : columns_) {
    if (std::ranges::contains(key_, column.name)) continue;
    append(assignments, ", ", std::format("{0} = d.{0}", quote_identifier(column.name)));
  }
  return std::format(
      "UPDATE {} t SET {} FROM {} d WHERE d.chandler_known AND {} AND ({}) AND d.chandler_line BETWEEN {} AND {}",
      target_, assignments, delta_, same_key("t", "d"), differs("t", "d"), lines.first, lines.last);
}

std::string MergeSql::insert_into() const {
  const bool identity = std::ranges::any_of(columns_, [](const Column& c) { return c.identity != Identity::none; });
  return std::format("INSERT INTO {} ({}){}", target_, list(""), identity ? " OVERRIDING SYSTEM VALUE" : "");
}

std::string MergeSql::insert(const LineRange& lines) const {
  return std::format(
      "{} SELECT {} FROM {} d WHERE NOT d.chandler_known AND d.chandler_line BETWEEN {} AND {} ORDER BY "
      "d.chandler_line",
      insert_into(), list("d."), delta_, lines.first, lines.last);
}

}  // namespace chandler::dataset
