#include "dataset/fault/find_row.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <string>
#include <utility>

#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/fault/row_error.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Answer;
using platform::postgres::quote_identifier;
using platform::postgres::Result;
using platform::postgres::ServerError;
using platform::postgres::Session;

// Merges these lines for good, as far as the transaction goes, or undoes them and says why.
Answer<void> try_lines(Session& session, const DataSet& data_set, const LineRange& lines) {
  if (auto marked = session.run("SAVEPOINT chandler_lines"); !marked) return std::unexpected(marked.error());
  Answer<Result> done = data_set.sql.updates() ? session.run(data_set.sql.update(lines)) : session.run("SELECT");
  if (done) done = session.run(data_set.sql.insert(lines));
  if (done) {
    if (auto kept = session.run("RELEASE chandler_lines"); !kept) return std::unexpected(kept.error());
    return {};
  }
  if (auto undone = session.run("ROLLBACK TO chandler_lines"); !undone) return std::unexpected(undone.error());
  return std::unexpected(done.error());
}

core::Error by_halving(Session& session, const DataSet& data_set, const ServerError& error) {
  const auto bounds = session.query(std::format(
      "SELECT coalesce(min(chandler_line), 0), coalesce(max(chandler_line), 0) FROM {}", data_set.sql.delta_name()));
  if (!bounds) return server_failure(bounds.error(), data_set.file.name);
  LineRange left{static_cast<std::uint64_t>(bounds->integer(0, 0)), static_cast<std::uint64_t>(bounds->integer(0, 1))};
  while (left.first < left.last) {
    const std::uint64_t middle = left.first + (left.last - left.first) / 2;
    const auto tried = try_lines(session, data_set, {left.first, middle});
    if (!tried && outcome_of(tried.error()) != core::Outcome::problem) {
      return server_failure(tried.error(), data_set.file.name);
    }
    if (tried) {
      left.first = middle + 1;
    } else {
      left.last = middle;
    }
  }
  const auto last = try_lines(session, data_set, left);
  if (last) return row_error(error, place_of(data_set, left.first), {}, has_secrets(data_set));
  if (outcome_of(last.error()) != core::Outcome::problem) return server_failure(last.error(), data_set.file.name);
  return row_error(last.error(), place_of(data_set, left.first), last.error().column, has_secrets(data_set));
}

bool is_secret(const DataSet& data_set, const std::string& name) {
  const Column* column = data_set.sql.find(name);
  return column != nullptr && column->secret;
}

struct ForeignKey {
  std::string parent;
  std::vector<std::pair<std::string, std::string>> columns;  // child, parent
  bool to_itself = false;
};

constexpr std::string_view read_key = R"(
SELECT format('%I.%I', n.nspname, p.relname), f.confrelid = f.conrelid, c.attname, r.attname
  FROM pg_constraint f
  JOIN pg_class p ON p.oid = f.confrelid
  JOIN pg_namespace n ON n.oid = p.relnamespace
 CROSS JOIN LATERAL unnest(f.conkey, f.confkey) AS k(child, parent)
  JOIN pg_attribute c ON c.attrelid = f.conrelid AND c.attnum = k.child
  JOIN pg_attribute r ON r.attrelid = f.confrelid AND r.attnum = k.parent
 WHERE f.contype = 'f' AND f.conname = $1 AND f.conrelid = $2::oid)";

std::optional<ForeignKey> foreign_key(Session& session, const DataSet& data_set, const std::string& constraint) {
  const auto rows = session.query(read_key, {constraint, data_set.table.oid});
  if (!rows || rows->rows() == 0) return std::nullopt;
  ForeignKey key{.parent = std::string(rows->text(0, 0)), .to_itself = rows->boolean(0, 1)};
  for (int row = 0; row < rows->rows(); ++row) {
    key.columns.emplace_back(rows->text(row, 2), rows->text(row, 3));
    if (!std::ranges::contains(data_set.sql.columns(), key.columns.back().first, &Column::name)) return std::nullopt;
  }
  return key;
}

std::string orphan_query(const ForeignKey& key, const DataSet& data_set) {
  std::string present;
  std::string parent;
  std::string staged;
  for (const auto& [mine, theirs] : key.columns) {
    present += std::format(" AND s.{} IS NOT NULL", quote_identifier(mine));
    parent +=
        std::format("{}p.{} = s.{}", parent.empty() ? "" : " AND ", quote_identifier(theirs), quote_identifier(mine));
    staged +=
        std::format("{}o.{} = s.{}", staged.empty() ? "" : " AND ", quote_identifier(theirs), quote_identifier(mine));
  }
  std::string sql = std::format("SELECT min(s.chandler_line) FROM {} s WHERE NOT EXISTS (SELECT FROM {} p WHERE {}){}",
                                data_set.sql.stage_name(), key.parent, parent, present);
  if (key.to_itself)
    sql += std::format(" AND NOT EXISTS (SELECT FROM {} o WHERE {})", data_set.sql.stage_name(), staged);
  return sql;
}

}  // namespace

std::optional<core::Error> find_orphan(Session& session, const DataSet& data_set, const ServerError& error) {
  const auto key = foreign_key(session, data_set, error.constraint);
  if (!key) return std::nullopt;
  const auto found = session.run(orphan_query(*key, data_set));
  if (!found || found->rows() == 0 || found->is_null(0, 0)) return std::nullopt;
  const std::string column = key->columns.size() == 1 ? key->columns.front().first : std::string();
  const auto line = static_cast<std::uint64_t>(found->integer(0, 0));
  if (column.empty()) return row_error(error, place_of(data_set, line), {}, has_secrets(data_set));
  // The server names the row that it met first, which need not be the first in the file.
  const auto value = session.query(std::format("SELECT {}::text FROM {} WHERE chandler_line = {}",
                                               quote_identifier(column), data_set.sql.stage_name(), line));
  core::Error out = row_error(error, place_of(data_set, line), column, has_secrets(data_set));
  if (value && value->rows() == 1) {
    out.message = std::format("{} is not in {}.{}, as the foreign key {} asks",
                              is_secret(data_set, column) ? "a hidden value" : shown(value->text(0, 0)), key->parent,
                              key->columns.front().second, error.constraint);
    out.hint += " Load the parent's rows too, or mend the value";
  }
  return out;
}

core::Error find_row(Session& session, const DataSet& data_set, const ServerError& error) {
  const bool orphan = error.is("23503");
  if (orphan) {
    if (auto marked = command(session, "SAVEPOINT chandler_orphan", data_set.file.name); !marked) return marked.error();
    if (auto found = find_orphan(session, data_set, error)) return *std::move(found);
    if (auto undone = command(session, "ROLLBACK TO chandler_orphan", data_set.file.name); !undone)
      return undone.error();
  }
  return by_halving(session, data_set, error);
}

core::Error find_duplicate(Session& session, const DataSet& data_set, const ServerError& error) {
  std::string list;
  std::string text;
  bool hidden = false;
  for (const std::string& name : data_set.sql.key()) {
    hidden = hidden || is_secret(data_set, name);
    list += (list.empty() ? "" : ", ") + quote_identifier(name);
    text += (text.empty() ? "" : ", ") + name;
  }
  const auto found = session.run(
      std::format("SELECT chandler_line, earlier, concat_ws(', ', {0}) FROM (SELECT chandler_line, {0}, "
                  "lag(chandler_line) OVER (PARTITION BY {0} ORDER BY chandler_line) AS earlier FROM {1}) q "
                  "WHERE earlier IS NOT NULL ORDER BY chandler_line LIMIT 1",
                  list, data_set.sql.stage_name()));
  if (!found || found->rows() == 0)
    return server_failure(discreet(data_set, found ? error : found.error()), data_set.file.name);
  return duplicate_error(place_of(data_set, static_cast<std::uint64_t>(found->integer(0, 0))),
                         place_of(data_set, static_cast<std::uint64_t>(found->integer(0, 1))),
                         std::format("{} = {}", text, hidden ? "a hidden value" : shown(found->text(0, 2))));
}

}  // namespace chandler::dataset
