#include "dataset/write/vanished.hpp"

#include <format>
#include <string>

#include "dataset/fault/failure.hpp"
#include "dataset/fault/row_error.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::ServerError;
using platform::postgres::Session;

core::Error failure(const ServerError& told, const DataSet& data_set) {
  const ServerError error = discreet(data_set, told);
  if (!error.is("23503")) return server_failure(error, data_set.file.name);
  core::Error out = server_failure(error, data_set.file.name);
  out.code = "load.bad_row";
  out.message = std::format("a row that the source no longer has is still referred to: {}",
                            error.detail.empty() ? error.message : error.detail);
  out.hint = std::format("{} Delete what refers to it first, or leave --delete out", nothing_loaded);
  return out;
}

// The rows that the table held before the merge: what is there now, less what was new.
core::Expected<void> guard(Session& session, const DataSet& data_set, const Counts& merged) {
  if (!data_set.policy.guards.max_delete) return {};
  const auto counted = session.run(std::format("SELECT (SELECT count(*) FROM {}), (SELECT count(*) FROM {} t WHERE {})",
                                               data_set.sql.target(), data_set.sql.target(), data_set.sql.vanished()));
  if (!counted) return std::unexpected(failure(counted.error(), data_set));
  return check_deletions(data_set.policy.guards, counted->integer(0, 1), counted->integer(0, 0) - merged.inserted,
                         data_set.file.name);
}

}  // namespace

core::Expected<std::int64_t> delete_vanished(Session& session, const DataSet& data_set, const Counts& merged) {
  if (auto allowed = guard(session, data_set, merged); !allowed) return std::unexpected(allowed.error());
  if (auto sampled = sample_vanished(session, data_set); !sampled) return std::unexpected(sampled.error());
  const auto deleted =
      session.run(std::format("DELETE FROM {} t WHERE {}", data_set.sql.target(), data_set.sql.vanished()));
  if (!deleted) return std::unexpected(failure(deleted.error(), data_set));
  return deleted->affected();
}

}  // namespace chandler::dataset
