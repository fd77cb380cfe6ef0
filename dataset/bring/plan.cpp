#include "dataset/bring/plan.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "dataset/fault/failure.hpp"
#include "dataset/table/catalogue.hpp"
#include "dataset/table/match.hpp"
#include "dataset/table/order.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

core::Error cycle(std::span<const Table> tables, std::span<const std::size_t> members) {
  std::string names;
  for (const std::size_t member : members) names += tables[member].name.display() + " → ";
  names += tables[members.front()].name.display();
  return {
      .code = "load.reference_cycle",
      .message = std::format("foreign keys form a cycle, so that none of these tables can be loaded first: {}", names),
      .hint =
          std::format("{} Make one of them DEFERRABLE: ALTER TABLE … ALTER CONSTRAINT … DEFERRABLE", nothing_loaded)};
}

core::Error same_table(const std::string& file, const std::string& other, const Table& table) {
  return {.code = "load.duplicate_table",
          .message = std::format("{} is for the same table {}", other, table.name.display()),
          .where = file,
          .hint = std::format("{} One run loads a table from one file", nothing_loaded)};
}

// What names the columns.
std::string_view names_of(const Format& format) {
  return format.kind == Format::Kind::csv ? "the header" : "the first object";
}

core::Expected<std::vector<Table>> read_tables(Session& session, std::span<const PlannedFile> files) {
  std::vector<Table> tables;
  for (const PlannedFile& planned : files) {
    auto table = read_table(session, planned.file.table, planned.file.name);
    if (!table) return std::unexpected(table.error());
    const auto other = std::ranges::find(tables, table->oid, &Table::oid);
    if (other != tables.end()) {
      const auto place = static_cast<std::size_t>(other - tables.begin());
      return std::unexpected(same_table(planned.file.name, files[place].file.name, *table));
    }
    tables.push_back(*std::move(table));
  }
  return tables;
}

}  // namespace

core::Expected<std::vector<DataSet>> plan(Session& session, std::span<const PlannedFile> files, const Policy& policy) {
  const auto tables = read_tables(session, files);
  if (!tables) return std::unexpected(tables.error());
  std::vector<DataSet> data_sets;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& [file, hash] = files[i];
    auto header = header_of(file);
    if (!header) return std::unexpected(header.error());
    auto columns = match_header(*header, (*tables)[i], file.name, names_of(file.format));
    if (!columns) return std::unexpected(columns.error());
    data_sets.push_back(
        {file, hash, (*tables)[i], *std::move(header), MergeSql((*tables)[i], *std::move(columns), i), policy});
  }
  const auto references = read_references(session, *tables);
  if (!references) return std::unexpected(references.error());
  const auto order = loading_order(tables->size(), *references);
  if (!order) return std::unexpected(cycle(*tables, order.error()));
  std::vector<DataSet> ordered;
  for (const std::size_t place : *order) ordered.push_back(std::move(data_sets[place]));
  return ordered;
}

}  // namespace chandler::dataset
