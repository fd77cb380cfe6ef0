#include "dataset/bring/plan.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "dataset/bring/file_columns.hpp"
#include "dataset/description/parse.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/remote/itself.hpp"
#include "dataset/table/catalogue.hpp"
#include "dataset/table/chosen_key.hpp"
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

core::Expected<std::vector<Table>> read_tables(Session& session, std::span<const PlannedFile> files) {
  std::vector<Table> tables;
  for (const PlannedFile& planned : files) {
    auto table = read_table(session, planned.file.table, planned.file.name);
    if (!table) return std::unexpected(table.error());
    if (planned.file.entry && !planned.file.entry->key.empty()) {
      if (auto chosen = choose_key(session, *table, *planned.file.entry); !chosen)
        return std::unexpected(chosen.error());
    }
    const auto other = std::ranges::find(tables, table->oid, &Table::oid);
    if (other != tables.end()) {
      const auto place = static_cast<std::size_t>(other - tables.begin());
      return std::unexpected(same_table(planned.file.name, files[place].file.name, *table));
    }
    tables.push_back(*std::move(table));
  }
  return tables;
}

bool is_named(const Table& table, const TableName& name) {
  return table.name.table == name.table && (name.schema.empty() || table.name.schema == name.schema);
}

// load.yaml's `after`: what is not loaded now is there already.
core::Expected<void> add_wishes(std::vector<Reference>& references, std::span<const PlannedFile> files,
                                std::span<const Table> tables) {
  for (std::size_t child = 0; child < files.size(); ++child) {
    const auto& entry = files[child].file.entry;
    if (!entry) continue;
    for (const std::string& text : entry->after) {
      const auto name = table_of_flag(text);
      if (!name) return std::unexpected(description::refusal(entry->mark, "after: " + name.error().message));
      for (std::size_t parent = 0; parent < tables.size(); ++parent) {
        if (parent != child && is_named(tables[parent], *name))
          references.push_back({.child = child, .parent = parent, .deferrable = false});
      }
    }
  }
  return {};
}

}  // namespace

core::Expected<std::vector<DataSet>> plan(Session& session, std::span<const PlannedFile> files, const Policy& policy,
                                          Purpose purpose) {
  const auto tables = read_tables(session, files);
  if (!tables) return std::unexpected(tables.error());
  std::vector<DataSet> data_sets;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& [file, hash] = files[i];
    if (auto other = remote::refuse_itself(session, file, (*tables)[i]); !other) return std::unexpected(other.error());
    auto header = header_of(file, (*tables)[i]);
    if (!header) return std::unexpected(header.error());
    auto columns = plan_columns(*header, (*tables)[i], file);
    if (!columns) return std::unexpected(columns.error());
    data_sets.push_back({.file = file,
                         .hash = hash,
                         .table = (*tables)[i],
                         .header = *std::move(header),
                         .sql = MergeSql((*tables)[i], std::move(columns->loaded), i),
                         .conversion = std::nullopt,
                         .policy = policy_of(file, policy, purpose)});
    if (!columns->as_they_are) data_sets.back().conversion.emplace(std::move(columns->file), i);
  }
  auto references = read_references(session, *tables);
  if (!references) return std::unexpected(references.error());
  if (auto wished = add_wishes(*references, files, *tables); !wished) return std::unexpected(wished.error());
  const auto order = loading_order(tables->size(), *references);
  if (!order) return std::unexpected(cycle(*tables, order.error()));
  std::vector<DataSet> ordered;
  for (const std::size_t place : *order) ordered.push_back(std::move(data_sets[place]));
  return ordered;
}

}  // namespace chandler::dataset
