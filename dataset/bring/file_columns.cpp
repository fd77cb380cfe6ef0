#include "dataset/bring/file_columns.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "core/text/counted.hpp"
#include "core/text/nearest.hpp"
#include "dataset/description/parse.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/table/match.hpp"

namespace chandler::dataset {
namespace {

using core::text::counted;
using description::Entry;
using description::EntryColumn;

// One for each column of the file; a name that the entry does not mention is the table's.
using Rules = std::vector<EntryColumn>;

core::Expected<Rules> by_place(const csv::Header& header, const Entry& entry) {
  if (header.names.empty()) return Rules();  // there is no row
  if (header.names.size() != entry.columns.size()) {
    return std::unexpected(description::refusal(
        entry.mark, std::format("it lists {}, the first row of {} has {}", counted(entry.columns.size(), "column"),
                                entry.file, counted(header.names.size(), "value"))));
  }
  return entry.columns;
}

core::Error no_such_column(const EntryColumn& rule, const csv::Header& header, const Entry& entry) {
  const std::vector<std::string_view> names(header.names.begin(), header.names.end());
  const std::string_view near = core::text::nearest(rule.from, names);
  return description::refusal(rule.mark, std::format("{} has no column {}", entry.file, shown(rule.from)),
                              near.empty() ? "" : std::format("Did you mean {}?", near));
}

core::Expected<Rules> by_name(const csv::Header& header, const Entry& entry) {
  Rules rules;
  for (const std::string& name : header.names) {
    const auto rule = std::ranges::find(entry.columns, name, &EntryColumn::from);
    rules.push_back(rule == entry.columns.end() ? EntryColumn{.from = name} : *rule);
    if (rules.back().to.empty()) rules.back().to = name;
  }
  if (header.names.empty()) return rules;
  for (const EntryColumn& rule : entry.columns) {
    if (!std::ranges::contains(header.names, rule.from)) return std::unexpected(no_such_column(rule, header, entry));
  }
  return rules;
}

std::string_view what_names(const SourceFile& file) {
  if (file.remote) return "the source";
  if (file.entry && file.entry->header == false) return "load.yaml";
  const bool has_header = file.format.kind == Format::Kind::csv || file.format.kind == Format::Kind::text;
  return has_header ? "the header" : "the first object";
}

// For messages: where the columns are named.
std::string head_of(const SourceFile& file) {
  return file.remote ? file.name : file.name + ":1";
}

FileColumn file_column(const EntryColumn& rule) {
  return {.name = rule.skip ? rule.from : rule.to, .skip = rule.skip, .cast = rule.cast, .otherwise = rule.otherwise};
}

}  // namespace

core::Expected<FileColumns> plan_columns(const csv::Header& header, const Table& table, const SourceFile& file) {
  FileColumns out;
  if (!file.entry) {
    auto columns = match_header(header, table, head_of(file), what_names(file));
    if (!columns) return std::unexpected(columns.error());
    out.loaded = *std::move(columns);
    return out;
  }
  const auto rules = file.entry->header == false ? by_place(header, *file.entry) : by_name(header, *file.entry);
  if (!rules) return std::unexpected(rules.error());
  csv::Header loaded;
  for (const EntryColumn& rule : *rules) {
    if (!rule.skip) loaded.names.push_back(rule.to);
    out.file.push_back(file_column(rule));
    out.as_they_are = out.as_they_are && !rule.skip && rule.cast.empty() && !rule.otherwise;
  }
  if (loaded.names.empty() && !rules->empty())
    return std::unexpected(description::refusal(file.entry->mark, "every column of the file is skipped"));
  auto columns = match_header(loaded, table, head_of(file), what_names(file));
  if (!columns) return std::unexpected(columns.error());
  for (std::size_t i = 0, place = 0; i < rules->size(); ++i) {
    if ((*rules)[i].skip) continue;
    Column& column = (*columns)[place++];
    column.secret = (*rules)[i].secret;
    out.file[i].type = column.type;
  }
  out.loaded = *std::move(columns);
  return out;
}

}  // namespace chandler::dataset
