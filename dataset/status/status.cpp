#include "dataset/status/status.hpp"

#include <format>

#include "dataset/fault/failure.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Result;
using platform::postgres::Session;

// By the table's name, not its oid: a swap gives it another one.
constexpr std::string_view query = R"(
SELECT coalesce(l.data_set, f.data_set), coalesce(l.source, f.source),
       to_char(l.finished AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(greatest(l.finished, l.confirmed) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       extract(epoch FROM now() - greatest(l.finished, l.confirmed))::bigint,
       extract(epoch FROM l.finished - l.started)::numeric * 1000, l.rows_read,
       coalesce(f.failures, 0), f.error, extract(epoch FROM l.fresh_for)::bigint, l.rejected
  FROM (SELECT DISTINCT ON (data_set) * FROM chandler.dataset_load WHERE outcome = 'loaded'
         ORDER BY data_set, id DESC) l
  FULL JOIN (SELECT data_set, sum(attempts) AS failures, (array_agg(error ORDER BY id DESC))[1] AS error,
                    (array_agg(source ORDER BY id DESC))[1] AS source
               FROM chandler.dataset_load e
              WHERE outcome = 'failed'
                AND NOT EXISTS (SELECT FROM chandler.dataset_load s WHERE s.data_set = e.data_set
                                   AND s.outcome = 'loaded' AND (s.id > e.id OR s.confirmed > e.finished))
              GROUP BY data_set) f ON f.data_set = l.data_set
 ORDER BY 1)";

core::Error no_ledger(const platform::postgres::ServerError& error) {
  if (!error.is("42P01") && !error.is("3F000") && !error.is("42703")) {
    return to_error(error, "load.failed", "chandler.dataset_load");
  }
  return {.code = "load.no_ledger",
          .message = "this database has no ledger of this version: nothing was loaded by it yet",
          .where = "chandler.dataset_load",
          .hint = "chandler load or chandler refresh makes it"};
}

DataSetStatus status_of(const Result& rows, int row) {
  DataSetStatus out{.table = std::string(rows.text(row, 0)),
                    .source = std::string(rows.text(row, 1)),
                    .loaded = std::string(rows.text(row, 2)),
                    .verified = std::string(rows.text(row, 3)),
                    .duration = std::chrono::milliseconds(rows.integer(row, 5)),
                    .rows = rows.integer(row, 6),
                    .fresh_for = std::nullopt,
                    .rejected = rows.integer(row, 10),
                    .failures = rows.integer(row, 7),
                    .error = std::string(rows.text(row, 8))};
  if (!rows.is_null(row, 9)) out.fresh_for = std::chrono::seconds(rows.integer(row, 9));
  if (!rows.is_null(row, 4)) out.age = std::chrono::seconds(rows.integer(row, 4));
  return out;
}

}  // namespace

core::Expected<std::vector<DataSetStatus>> read_status(const platform::postgres::ConnectionSettings& database,
                                                       const std::stop_token& stop) {
  auto session = Session::connect(database, {.application_name = "chandler load status"}, stop);
  if (!session) return std::unexpected(to_error(session.error(), "database.unreachable", {}));
  auto status = read_status(*session);
  if (!status) return std::unexpected(no_ledger(status.error()));
  return *std::move(status);
}

platform::postgres::Answer<std::vector<DataSetStatus>> read_status(Session& session) {
  const auto rows = session.run(query);
  if (!rows) return std::unexpected(rows.error());
  std::vector<DataSetStatus> out;
  out.reserve(static_cast<std::size_t>(rows->rows()));
  for (int row = 0; row < rows->rows(); ++row) out.push_back(status_of(*rows, row));
  return out;
}

}  // namespace chandler::dataset
