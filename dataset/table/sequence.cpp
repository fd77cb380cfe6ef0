#include "dataset/table/sequence.hpp"

#include <format>

#include "dataset/fault/failure.hpp"
#include "platform/log/log.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::quote_identifier;
using platform::postgres::Session;

core::Expected<void> advance(Session& session, const DataSet& data_set, const Column& column) {
  const auto allowed = session.query(
      "SELECT has_sequence_privilege($1, 'UPDATE') AND has_sequence_privilege($1, 'SELECT')", {column.sequence});
  if (!allowed) return std::unexpected(server_failure(allowed.error(), data_set.file.name));
  if (!allowed->boolean(0, 0)) {
    platform::log::warning("sequence_left",
                           std::format("no right to move the sequence {} beyond the loaded values of {}.{}",
                                       column.sequence, data_set.table.name.display(), column.name),
                           {{"data_set", data_set.table.name.display()}});
    return {};
  }
  const auto moved =
      session.query(std::format("SELECT setval($1::regclass, top) FROM (SELECT max({}) AS top FROM {}) q "
                                "WHERE top > coalesce(pg_sequence_last_value($1::regclass), 0)",
                                quote_identifier(column.name), data_set.sql.target()),
                    {column.sequence});
  if (!moved) return std::unexpected(server_failure(moved.error(), data_set.file.name));
  return {};
}

}  // namespace

core::Expected<void> advance_sequences(Session& session, const DataSet& data_set) {
  for (const Column& column : data_set.sql.columns()) {
    if (column.sequence.empty()) continue;
    if (auto done = advance(session, data_set, column); !done) return done;
  }
  return {};
}

}  // namespace chandler::dataset
