#include "dataset/diff/sample.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "dataset/bring/data_set.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_record.hpp"
#include "platform/postgres/quote.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::quote_identifier;
using platform::postgres::Result;
using platform::postgres::Session;

Value value_at(const Result& rows, int row, int column) {
  return rows.is_null(row, column) ? Value() : Value(rows.text(row, column));
}

std::string texts(const DataSet& data_set, std::string_view of) {
  std::string out;
  for (const Column& column : data_set.sql.columns()) {
    out += std::format("{}{}.{}::pg_catalog.text", out.empty() ? "" : ", ", of, quote_identifier(column.name));
  }
  return out;
}

// Before and behind it, a value stands in the columns from `before` and `after`; -1: the row is not there then.
RowChange change_of(const DataSet& data_set, const Result& rows, int row, int before, int after) {
  RowChange out;
  if (before < 0) out.kind = RowChange::Kind::inserted;
  if (after < 0) out.kind = RowChange::Kind::deleted;
  if (before >= 0 && after >= 0) out.kind = RowChange::Kind::updated;
  int at = 0;
  for (const Column& column : data_set.sql.columns()) {
    ColumnChange change{.column = column.name, .secret = column.secret};
    if (before >= 0) change.before = value_at(rows, row, before + at);
    if (after >= 0) change.after = value_at(rows, row, after + at);
    ++at;
    const bool is_key = std::ranges::contains(data_set.sql.key(), column.name);
    if (is_key) out.key.push_back(std::move(change));
    // Different bytes may be written the same, such as 1.0 in a jsonb: then there is nothing to show.
    else if (out.kind != RowChange::Kind::updated || change.before != change.after)
      out.columns.push_back(std::move(change));
  }
  return out;
}

RowPlace staged_at(const DataSet& data_set, std::uint64_t number) {
  if (data_set.file.remote) return {.file = data_set.file.name, .row = number};
  return numbered_place(data_set, number);
}

core::Expected<Result> ask(Session& session, const DataSet& data_set, const std::string& sql) {
  auto rows = session.run(sql);
  if (!rows) return std::unexpected(server_failure(discreet(data_set, rows.error()), data_set.file.name));
  return *std::move(rows);
}

}  // namespace

core::Expected<void> sample_delta(Session& session, const DataSet& data_set) {
  if (!data_set.sample) return {};
  const MergeSql& sql = data_set.sql;
  const std::string same = sql.key().empty() ? "false" : "d.chandler_known AND " + sql.same_key("t", "d");
  const auto rows = ask(session, data_set,
                        std::format("SELECT d.chandler_line, d.chandler_known, {}, {} FROM {} d LEFT JOIN {} t ON {} "
                                    "ORDER BY d.chandler_line LIMIT {}",
                                    texts(data_set, "d"), texts(data_set, "t"), sql.delta_name(), sql.target(), same,
                                    data_set.sample->wanted));
  if (!rows) return std::unexpected(rows.error());
  data_set.sample->rows.clear();  // of an earlier try
  const int columns = static_cast<int>(sql.columns().size());
  for (int row = 0; row < rows->rows(); ++row) {
    RowChange change = change_of(data_set, *rows, row, rows->boolean(row, 1) ? 2 + columns : -1, 2);
    change.place = number_of(staged_at(data_set, static_cast<std::uint64_t>(rows->integer(row, 0))));
    data_set.sample->rows.push_back(std::move(change));
  }
  return {};
}

core::Expected<void> sample_vanished(Session& session, const DataSet& data_set) {
  if (!data_set.sample) return {};
  const auto rows = ask(session, data_set,
                        std::format("SELECT {} FROM {} t WHERE {} LIMIT {}", texts(data_set, "t"),
                                    data_set.sql.target(), data_set.sql.vanished(), data_set.sample->wanted));
  if (!rows) return std::unexpected(rows.error());
  for (int row = 0; row < rows->rows(); ++row) data_set.sample->rows.push_back(change_of(data_set, *rows, row, 0, -1));
  return {};
}

}  // namespace chandler::dataset
