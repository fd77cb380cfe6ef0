#include "dataset/fault/foreign_key.hpp"

#include <algorithm>
#include <format>

#include "dataset/fault/failure.hpp"
#include "dataset/fault/row_error.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Answer;
using platform::postgres::quote_identifier;
using platform::postgres::Session;

constexpr std::string_view read_keys = R"(
SELECT f.conname, format('%I.%I', n.nspname, p.relname), f.confrelid = f.conrelid, f.condeferrable,
       row_security_active(f.confrelid), c.attname, r.attname
  FROM pg_constraint f
  JOIN pg_class p ON p.oid = f.confrelid
  JOIN pg_namespace n ON n.oid = p.relnamespace
 CROSS JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY AS k(child, parent, place)
  JOIN pg_attribute c ON c.attrelid = f.conrelid AND c.attnum = k.child
  JOIN pg_attribute r ON r.attrelid = f.confrelid AND r.attnum = k.parent
 WHERE f.contype = 'f' AND f.conrelid = $1::oid
 ORDER BY f.conname, k.place)";

bool is_loaded(const DataSet& data_set, const ForeignKey& key) {
  return std::ranges::all_of(key.columns, [&](const auto& pair) { return data_set.sql.find(pair.first) != nullptr; });
}

std::string orphan_query(const ForeignKey& key, const DataSet& data_set, const std::string& among) {
  std::string present;
  std::string parent;
  std::string own;
  for (const auto& [mine, theirs] : key.columns) {
    const std::string_view also = parent.empty() ? "" : " AND ";
    present += std::format(" AND s.{} IS NOT NULL", quote_identifier(mine));
    parent += std::format("{}p.{} = s.{}", also, quote_identifier(theirs), quote_identifier(mine));
    own += std::format("{}o.{} = s.{}", also, quote_identifier(theirs), quote_identifier(mine));
  }
  // A table that a swap builds refers to itself, not to the one that it replaces.
  std::string sql =
      std::format("SELECT s.chandler_line, s.{}::text FROM {} s WHERE NOT EXISTS (SELECT FROM {} p WHERE {}){}",
                  quote_identifier(key.columns.front().first), among,
                  key.to_itself ? data_set.sql.target() : key.parent, parent, present);
  if (key.to_itself) sql += std::format(" AND NOT EXISTS (SELECT FROM {} o WHERE {})", among, own);
  return sql;
}

}  // namespace

core::Expected<std::vector<ForeignKey>> read_foreign_keys(Session& session, const DataSet& data_set) {
  const auto rows = session.query(read_keys, {data_set.table.oid});
  if (!rows) return std::unexpected(server_failure(rows.error(), data_set.file.name));
  std::vector<ForeignKey> keys;
  for (int row = 0; row < rows->rows(); ++row) {
    if (keys.empty() || keys.back().constraint != rows->text(row, 0)) {
      keys.push_back({.constraint = std::string(rows->text(row, 0)),
                      .parent = std::string(rows->text(row, 1)),
                      .columns = {},
                      .to_itself = rows->boolean(row, 2),
                      .deferrable = rows->boolean(row, 3),
                      .hidden = rows->boolean(row, 4)});
    }
    keys.back().columns.emplace_back(rows->text(row, 5), rows->text(row, 6));
  }
  std::erase_if(keys, [&](const ForeignKey& key) { return !is_loaded(data_set, key); });
  return keys;
}

Answer<std::vector<Orphan>> find_orphans(Session& session, const DataSet& data_set, const ForeignKey& key,
                                         const std::string& among, std::int64_t limit) {
  const auto rows =
      session.run(std::format("{} ORDER BY s.chandler_line LIMIT {}", orphan_query(key, data_set, among), limit));
  if (!rows) return std::unexpected(rows.error());
  std::vector<Orphan> out;
  for (int row = 0; row < rows->rows(); ++row) {
    out.push_back({.line = static_cast<std::uint64_t>(rows->integer(row, 0)), .value = std::nullopt});
    if (key.columns.size() == 1) out.back().value = rows->text(row, 1);
  }
  return out;
}

core::Error orphan_error(const DataSet& data_set, const ForeignKey& key, const Orphan& orphan, const RowPlace& place) {
  std::string seen;
  std::string mine;
  std::string theirs;
  for (const auto& [child, parent] : key.columns) {
    mine += (mine.empty() ? "" : ", ") + child;
    theirs += (theirs.empty() ? "" : ", ") + parent;
  }
  if (orphan.value) {
    const Column* column = data_set.sql.find(mine);
    seen = column != nullptr && column->secret ? "a hidden value" : shown(*orphan.value);
  }
  const bool several = key.columns.size() > 1;
  return {
      .code = "load.bad_row",
      .message = std::format("{} {} not in {}.{}, as the foreign key {} asks", several ? mine : seen,
                             several ? "are" : "is", key.parent, several ? "(" + theirs + ")" : theirs, key.constraint),
      .where = text_of(place, several ? std::string_view() : std::string_view(mine)),
      .hint = std::format("{} Load the parent's rows too, or mend the value", nothing_loaded),
      .sqlstate = "23503"};
}

}  // namespace chandler::dataset
