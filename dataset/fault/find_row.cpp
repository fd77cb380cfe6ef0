#include "dataset/fault/find_row.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <string>
#include <utility>

#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/fault/foreign_key.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/write/write_lines.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Answer;
using platform::postgres::quote_identifier;
using platform::postgres::ServerError;
using platform::postgres::Session;

// Merges these lines for good, as far as the transaction goes, or undoes them and says why.
Answer<void> try_lines(Session& session, const DataSet& data_set, const LineRange& lines) {
  if (auto marked = session.run("SAVEPOINT chandler_lines"); !marked) return std::unexpected(marked.error());
  const auto done = write_lines(session, data_set.sql, lines);
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

}  // namespace

std::optional<core::Error> find_orphan(Session& session, const DataSet& data_set, const ServerError& error) {
  const auto keys = read_foreign_keys(session, data_set);
  if (!keys) return std::nullopt;
  const auto key = std::ranges::find(*keys, error.constraint, &ForeignKey::constraint);
  if (key == keys->end()) return std::nullopt;
  const auto found = find_orphans(session, data_set, *key, data_set.sql.stage_name(), 1);
  if (!found || found->empty()) return std::nullopt;
  const Orphan& orphan = found->front();
  const RowPlace place = place_of(data_set, orphan.line);
  // The server names the row that it met first, which need not be the first in the file.
  return orphan.value ? orphan_error(data_set, *key, orphan, place)
                      : row_error(error, place, {}, has_secrets(data_set));
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

Answer<std::vector<Duplicate>> find_duplicates(Session& session, const DataSet& data_set, std::int64_t limit) {
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
                  "WHERE earlier IS NOT NULL AND ({0}) IS NOT NULL ORDER BY chandler_line LIMIT {2}",
                  list, data_set.sql.stage_name(), limit));
  if (!found) return std::unexpected(found.error());
  std::vector<Duplicate> out;
  out.reserve(static_cast<std::size_t>(found->rows()));
  for (int row = 0; row < found->rows(); ++row) {
    out.push_back({.line = static_cast<std::uint64_t>(found->integer(row, 0)),
                   .earlier = static_cast<std::uint64_t>(found->integer(row, 1)),
                   .key = std::format("{} = {}", text, hidden ? "a hidden value" : shown(found->text(row, 2)))});
  }
  return out;
}

core::Error find_duplicate(Session& session, const DataSet& data_set, const ServerError& error) {
  const auto found = find_duplicates(session, data_set, 1);
  if (!found || found->empty())
    return server_failure(discreet(data_set, found ? error : found.error()), data_set.file.name);
  const Duplicate& first = found->front();
  return duplicate_error(place_of(data_set, first.line), place_of(data_set, first.earlier), first.key);
}

}  // namespace chandler::dataset
