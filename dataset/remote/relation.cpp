#include "dataset/remote/relation.hpp"

#include <format>
#include <string_view>

#include "dataset/fault/failure.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset::remote {
namespace {

using platform::postgres::ServerError;

// A line comment at its end must not swallow what stands behind it.
std::string enclosed(std::string_view query) {
  const std::size_t end = query.find_last_not_of("; \t\r\n");
  return std::format("{}\n", query.substr(0, end == std::string_view::npos ? 0 : end + 1));
}

std::string listed(std::span<const std::string> columns) {
  std::string out;
  for (const std::string& name : columns)
    out += std::format("{}{}", out.empty() ? "" : ", ", platform::postgres::quote_identifier(name));
  return out;
}

std::string_view hint_for(const Relation& relation, const ServerError& error) {
  if (error.is("42501")) return "Let the source's role read it: GRANT SELECT ON … TO …, and USAGE on its schema";
  if (error.is("42P01") || error.is("3F000")) return "Is it in another schema? Write ?table=SCHEMA.TABLE";
  if (!relation.source.query.empty() && (error.is("25006") || error.is("0A000") || error.is("42601")))
    return "Expected one SELECT, VALUES or TABLE, which only reads";
  return "";
}

}  // namespace

std::string select_from(const Relation& relation) {
  return relation.table.empty() ? enclosed(relation.source.query) : "SELECT * FROM " + relation.table;
}

std::string copy_out(const Relation& relation, std::span<const std::string> columns, Wire wire) {
  const std::string_view format = wire == Wire::binary ? "binary" : "text";
  if (relation.table.empty())
    return std::format("COPY ({}) TO STDOUT (FORMAT {})", enclosed(relation.source.query), format);
  const std::string names = listed(columns);
  if (relation.stored) return std::format("COPY {} ({}) TO STDOUT (FORMAT {})", relation.table, names, format);
  return std::format("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT {})", names, relation.table, format);
}

core::Error source_failure(const Relation& relation, const ServerError& error) {
  if (error.stopped) return server_failure(error, relation.name);
  core::Error out = to_error(error, error.connection_lost ? "source.lost" : "source.refused", relation.name);
  out.message = std::format(
      "{}: {}", error.connection_lost ? "the connection to the source broke" : "the source's server says", out.message);
  if (const std::string_view hint = hint_for(relation, error); !hint.empty()) out.hint = hint;
  out.hint = with_nothing_loaded(out.hint);
  return out;
}

}  // namespace chandler::dataset::remote
