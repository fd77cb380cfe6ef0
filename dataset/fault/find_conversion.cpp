#include "dataset/fault/find_conversion.hpp"

#include <format>
#include <optional>
#include <string>

#include "dataset/description/parse.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/fault/row_error.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Answer;
using platform::postgres::ServerError;
using platform::postgres::Session;

// Leaves nothing behind.
Answer<void> try_it(Session& session, const std::string& sql) {
  if (auto marked = session.run("SAVEPOINT chandler_try"); !marked) return std::unexpected(marked.error());
  const auto done = session.run(sql);
  if (auto undone = session.run("ROLLBACK TO chandler_try"); !undone) return std::unexpected(undone.error());
  if (!done) return std::unexpected(done.error());
  return {};
}

core::Error told(const FileColumn& column, const Column& target, const std::optional<std::string>& value,
                 const RowPlace& place, const ServerError& error) {
  core::Error out = value_error(error, place, target, value);
  if (column.cast.empty()) return out;
  const std::string seen = target.secret ? "a hidden value" : value ? shown(*value) : std::string("NULL");
  out.message = std::format("{} does not become a {} by {}", seen, target.type, column.cast);
  if (!target.secret) out.message += ": " + error.message;
  out.hint = nothing_loaded;
  return out;
}

}  // namespace

std::optional<core::Error> wrong_description(Session& session, const DataSet& data_set, const ServerError& error) {
  const description::Mark& mark = data_set.file.entry->mark;
  for (const FileColumn& column : data_set.conversion->file_columns()) {
    if (!column.otherwise || !column.cast.empty()) continue;
    if (const auto tried = try_it(session, data_set.conversion->default_alone(column)); !tried) {
      return description::refusal(
          mark, std::format("the default {} of the column {} is not a {}: {}", shown(*column.otherwise), column.name,
                            column.type, tried.error().message));
    }
  }
  if (!error.sqlstate.starts_with("42")) return std::nullopt;
  return description::refusal(mark, std::format("a cast of {}: {}", data_set.file.name, error.message), error.hint);
}

ConversionFault fault_of_line(Session& session, const DataSet& data_set, std::uint64_t line, const RowPlace& place,
                              const ServerError& error) {
  const Conversion& conversion = *data_set.conversion;
  for (const FileColumn& column : conversion.file_columns()) {
    if (column.skip) continue;
    const auto tried = try_it(session, conversion.one_into_stage(data_set.sql, column, line));
    if (tried) continue;
    const auto found = session.run(conversion.value(column, line));
    std::optional<std::string> value;
    if (found && found->rows() == 1 && !found->is_null(0, 0)) value = found->text(0, 0);
    const Column& target = *data_set.sql.find(column.name);
    core::Error why = told(column, target, value, place, tried.error());
    if (target.secret) value.reset();
    return {.error = std::move(why), .column = column.name, .value = std::move(value)};
  }
  return {.error = row_error(error, place, {}, has_secrets(data_set)), .column = {}, .value = {}};
}

core::Error find_conversion(Session& session, const DataSet& data_set, const ServerError& error) {
  if (auto wrong = wrong_description(session, data_set, error)) return *std::move(wrong);
  const Conversion& conversion = *data_set.conversion;
  const auto bounds = session.run(conversion.bounds());
  if (!bounds) return server_failure(bounds.error(), data_set.file.name);
  LineRange left{static_cast<std::uint64_t>(bounds->integer(0, 0)), static_cast<std::uint64_t>(bounds->integer(0, 1))};
  while (left.first < left.last) {
    const std::uint64_t middle = left.first + (left.last - left.first) / 2;
    const auto tried = try_it(session, conversion.into_stage(data_set.sql, {left.first, middle}));
    if (!tried && outcome_of(tried.error()) != core::Outcome::problem)
      return server_failure(tried.error(), data_set.file.name);
    if (tried) {
      left.first = middle + 1;
    } else {
      left.last = middle;
    }
  }
  return fault_of_line(session, data_set, left.first, place_of(data_set, left.first), error).error;
}

}  // namespace chandler::dataset
