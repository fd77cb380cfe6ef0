#include "dataset/table/table_name.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <utility>
#include <vector>

#include "dataset/content/compression.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

core::Error unsupported(std::string_view file_name) {
  if (file_name == "load.yaml" || file_name == "load.yml") {
    return {.code = "load.unsupported",
            .message = file_name == "load.yaml" ? "it describes the files beside it, and there is none"
                                                : "a description of the files beside it is named load.yaml",
            .where = std::string(file_name),
            .hint = file_name == "load.yaml" ? "--source takes their folder" : "Rename it"};
  }
  return {.code = "load.unsupported",
          .message =
              "this version loads files that end in .csv, .tsv, .ndjson, .jsonl, .json or .sql, in lower case, and "
              "behind that .gz or .zst",
          .where = std::string(file_name),
          .hint = "Convert it, or keep it out of the folder"};
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// One name off the front of `rest`; nullopt: it is none.
std::optional<std::string> take_name(std::string_view& rest) {
  std::string name;
  if (!rest.starts_with('"')) {
    const std::string_view word = rest.substr(0, rest.find('.'));
    rest.remove_prefix(word.size());
    std::ranges::transform(word, std::back_inserter(name), lower);
    const bool plain = !name.empty() && !name.contains(' ') && !name.contains('"');
    return plain ? std::optional(name) : std::nullopt;
  }
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] != '"') {
      name += rest[i];
    } else if (i + 1 < rest.size() && rest[i + 1] == '"') {
      name += rest[i++];
    } else {
      rest.remove_prefix(i + 1);
      return name.empty() ? std::nullopt : std::optional(name);
    }
  }
  return std::nullopt;
}

}  // namespace

std::string TableName::quoted() const {
  return schema.empty() ? platform::postgres::quote_identifier(table) : platform::postgres::qualified(schema, table);
}

std::string TableName::display() const {
  return schema.empty() ? table : schema + "." + table;
}

core::Expected<NamedFormat> format_of_file(std::string_view file_name) {
  const auto format = format_of(file_name);
  if (!format) return std::unexpected(unsupported(file_name));
  return *format;
}

core::Expected<NamedTable> table_of_file(std::string_view file_name) {
  const auto format = format_of_file(file_name);
  if (!format) return std::unexpected(format.error());
  if (format->format.kind == Format::Kind::sql) {
    return NamedTable{{"", std::string(without_compression(file_name))}, format->format};
  }
  const std::string_view stem = format->stem;
  const std::size_t dot = stem.find('.');
  const std::string_view schema = dot == std::string_view::npos ? "" : stem.substr(0, dot);
  const std::string_view table = dot == std::string_view::npos ? stem : stem.substr(dot + 1);
  if (table.empty() || table.contains('.') || (dot != std::string_view::npos && schema.empty())) {
    return std::unexpected(core::Error{.code = "load.bad_name",
                                       .message = "its name gives no table: expected TABLE.csv or SCHEMA.TABLE.csv",
                                       .where = std::string(file_name),
                                       .hint = "Rename it, or name the table with --table"});
  }
  return NamedTable{{std::string(schema), std::string(table)}, format->format};
}

core::Expected<TableName> table_of_flag(std::string_view text) {
  std::vector<std::string> parts;
  std::string_view rest = text;
  while (parts.size() < 3) {
    auto part = take_name(rest);
    if (!part) break;
    parts.push_back(*std::move(part));
    if (!rest.starts_with('.')) break;
    rest.remove_prefix(1);
    if (rest.empty()) parts.clear();
  }
  if (!rest.empty() || parts.empty() || parts.size() > 2) {
    return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                       .code = "load.bad_name",
                                       .message = std::format("{} is not a table's name", text),
                                       .where = "--table",
                                       .hint = "Expected table, schema.table or \"Quoted Name\", as in SQL"});
  }
  if (parts.size() == 1) return TableName{"", parts.front()};
  return TableName{parts.front(), parts.back()};
}

}  // namespace chandler::dataset
