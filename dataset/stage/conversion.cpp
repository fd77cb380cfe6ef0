#include "dataset/stage/conversion.hpp"

#include <format>
#include <utility>

#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::quote_identifier;
using platform::postgres::quote_literal;

void append(std::string& list, const std::string& item) {
  if (!list.empty()) list += ", ";
  list += item;
}

std::size_t end_of_quoted(std::string_view sql, std::size_t at) {
  const std::size_t end = sql.find(sql[at], at + 1);
  return end == std::string_view::npos ? sql.size() : end + 1;
}

// $1 outside of quotes; $10 is another parameter.
std::string with_value(std::string_view sql, const std::string& value) {
  std::string out;
  for (std::size_t at = 0; at < sql.size();) {
    const bool quote = sql[at] == '\'' || sql[at] == '"';
    const bool digit_follows = at + 2 < sql.size() && sql[at + 2] >= '0' && sql[at + 2] <= '9';
    if (quote) {
      const std::size_t end = end_of_quoted(sql, at);
      out += sql.substr(at, end - at);
      at = end;
    } else if (sql.substr(at).starts_with("$1") && !digit_follows) {
      out += value;
      at += 2;
    } else {
      out += sql[at++];
    }
  }
  return out;
}

// Without its length: a cast to varchar(3) would cut, where an assignment refuses.
std::string open_type(const std::string& type) {
  if (type.contains('"')) return type;
  std::string out = type;
  const std::size_t open = out.find('(');
  const std::size_t close = out.find(')');
  if (open != std::string::npos && close != std::string::npos) out.erase(open, close - open + 1);
  if (out == "character") return "pg_catalog.bpchar";
  return out == "bit" ? "bit varying" : out;
}

}  // namespace

Conversion::Conversion(std::vector<FileColumn> file_columns, std::size_t place)
    : columns_(std::move(file_columns)), raw_(std::format("pg_temp.chandler_raw_{}", place)) {
  // A skipped column must not have the name of one that is loaded.
  std::size_t number = 0;
  for (FileColumn& column : columns_) {
    ++number;
    if (column.skip) column.name = std::format("chandler_skipped_{}", number);
  }
}

Conversion Conversion::shared(std::string raw) const {
  Conversion out = *this;
  out.raw_ = std::move(raw);
  out.shared_ = true;
  return out;
}

std::string Conversion::names() const {
  std::string out;
  for (const FileColumn& column : columns_) append(out, quote_identifier(column.name));
  return out;
}

std::string Conversion::create(const std::string& target) const {
  std::string list;
  for (const FileColumn& column : columns_) {
    const bool text = column.skip || !column.cast.empty();
    append(list, text ? "NULL::pg_catalog.text AS " + quote_identifier(column.name) : quote_identifier(column.name));
  }
  return std::format("{} AS SELECT NULL::pg_catalog.int8 AS chandler_line, {} FROM {} WITH NO DATA",
                     create_stage(raw_, shared_), list, target);
}

std::string Conversion::copy(std::string_view options) const {
  return std::format("COPY {} (chandler_line, {}) FROM STDIN ({})", raw_, names(), options);
}

std::string Conversion::drop() const {
  return "DROP TABLE " + raw_;
}

std::string Conversion::index() const {
  return std::format("CREATE INDEX ON {0} (chandler_line); ANALYZE {0} (chandler_line)", raw_);
}

std::string Conversion::expression(const FileColumn& column) const {
  std::string value = "r." + quote_identifier(column.name);
  if (column.otherwise) value = std::format("coalesce({}, {})", value, quote_literal(*column.otherwise));
  if (column.cast.empty()) return value;
  // The line end ends a comment in the expression.
  return std::format("CAST(({}\n) AS {})", with_value(column.cast, value), open_type(column.type));
}

std::string Conversion::expressions() const {
  std::string out;
  for (const FileColumn& column : columns_) {
    if (!column.skip) append(out, expression(column));
  }
  return out;
}

std::string Conversion::into_stage(const MergeSql& sql, const LineRange& lines) const {
  return std::format("INSERT INTO {} SELECT r.chandler_line, {} FROM {} r WHERE r.chandler_line BETWEEN {} AND {}",
                     sql.stage_name(), expressions(), raw_, lines.first, lines.last);
}

std::string Conversion::into_target(const MergeSql& sql) const {
  return std::format("{} SELECT {} FROM {} r ORDER BY r.chandler_line", sql.insert_into(), expressions(), raw_);
}

std::string Conversion::default_alone(const FileColumn& column) const {
  return std::format("SELECT CAST({} AS {})", quote_literal(column.otherwise.value_or("")), column.type);
}

std::string Conversion::one_into_stage(const MergeSql& sql, const FileColumn& column, std::uint64_t line) const {
  return std::format("INSERT INTO {} ({}) SELECT {} FROM {} r WHERE r.chandler_line = {}", sql.stage_name(),
                     quote_identifier(column.name), expression(column), raw_, line);
}

std::string Conversion::value(const FileColumn& column, std::uint64_t line) const {
  return std::format("SELECT {}::text FROM {} WHERE chandler_line = {}", quote_identifier(column.name), raw_, line);
}

std::string Conversion::bounds() const {
  return std::format("SELECT coalesce(min(chandler_line), 0), coalesce(max(chandler_line), 0) FROM {}", raw_);
}

std::vector<Column> Conversion::raw_columns() const {
  std::vector<Column> out;
  for (const FileColumn& column : columns_) {
    const bool text = column.skip || !column.cast.empty();
    out.push_back({.name = column.name, .type = text ? "text" : column.type});
  }
  return out;
}

}  // namespace chandler::dataset
