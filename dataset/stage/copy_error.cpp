#include "dataset/stage/copy_error.hpp"

#include <format>
#include <string>

#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/fault/row_error.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::ServerError;

// The table that COPY writes to when it counts lines.
std::string numbered_table(const DataSet& data_set) {
  const std::string& name = data_set.conversion ? data_set.conversion->raw_name() : data_set.sql.stage_name();
  return name.substr(name.find('.') + 1);
}

}  // namespace

std::optional<CopyPlace> row_at_fault(const ServerError& error, const DataSet& data_set) {
  if (outcome_of(error) != core::Outcome::problem) return std::nullopt;
  return parse_copy_context(error.context, numbered_table(data_set), copied_columns(data_set));
}

core::Error copy_error(const ServerError& error, const DataSet& data_set, const std::optional<CopyPlace>& place) {
  const auto record = place ? find_record(data_set, place->server_line) : std::nullopt;
  if (!record) return server_failure(discreet(data_set, error), data_set.file.name);
  if (!place->column) return row_error(error, record->place, {}, has_secrets(data_set));
  const auto& values = record->values;
  const auto value = *place->column < values.size() ? values[*place->column] : std::nullopt;
  return value_error(error, record->place, copied_columns(data_set)[*place->column], value);
}

core::Error count_mismatch(const DataSet& data_set, std::int64_t copied, std::uint64_t records) {
  return {.code = "load.miscounted",
          .message = std::format("the server read {} rows where the file has {}", copied, records),
          .where = data_set.file.name,
          .hint = std::string(nothing_loaded)};
}

}  // namespace chandler::dataset
