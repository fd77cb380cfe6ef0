#include "init/migrate/lint/schema/schema.hpp"

#include <algorithm>
#include <utility>

namespace chandler::migrate::lint {

const Column* Table::column(std::string_view wanted) const {
  const auto found = std::ranges::find(columns, wanted, &Column::name);
  return found == columns.end() ? nullptr : &*found;
}

Column* Table::column(std::string_view wanted) {
  const auto found = std::ranges::find(columns, wanted, &Column::name);
  return found == columns.end() ? nullptr : &*found;
}

bool Table::proven_not_null(std::string_view wanted) const {
  if (const Column* known = column(wanted); known != nullptr && known->not_null) return true;
  return std::ranges::any_of(
      checks, [&](const Check& each) { return each.validated && std::ranges::contains(each.not_null, wanted); });
}

bool Table::indexed(const std::vector<std::string>& wanted) const {
  return std::ranges::any_of(indexes, [&](const Index& each) {
    if (each.partial || each.columns.size() < wanted.size()) return false;
    const auto end = each.columns.begin() + static_cast<std::ptrdiff_t>(wanted.size());
    return std::is_permutation(each.columns.begin(), end, wanted.begin());
  });
}

Schema::Tables::const_iterator Schema::locate(const Name& name) const {
  auto [at, end] = tables_.equal_range(name.name);
  auto loosely = tables_.end();
  for (; at != end; ++at) {
    if (at->second.name == name) return at;
    if (loosely == tables_.end() && same_object(at->second.name, name)) loosely = at;
  }
  return loosely;
}

const Table* Schema::find(const Name& name) const {
  const auto found = locate(name);
  return found == tables_.end() ? nullptr : &found->second;
}

Table* Schema::find(const Name& name) {
  return const_cast<Table*>(std::as_const(*this).find(name));
}

Table& Schema::add(Table table) {
  if (const auto known = locate(table.name); known != tables_.end() && known->second.name == table.name) {
    tables_.erase(known);
  }
  std::string key = table.name.name;
  return tables_.emplace(std::move(key), std::move(table))->second;
}

void Schema::remove(const Name& name) {
  if (const auto found = locate(name); found != tables_.end()) tables_.erase(found);
}

void Schema::rename(const Name& from, const Name& to) {
  Table* found = find(from);
  if (found == nullptr) return;
  Table moved = std::move(*found);
  remove(from);
  moved.name = to;
  add(std::move(moved));
}

Table* Schema::table_of_index(std::string_view index) {
  for (auto& [name, table] : tables_) {
    if (std::ranges::contains(table.indexes, index, &Index::name)) return &table;
  }
  return nullptr;
}

const Table* Schema::table_of_index(std::string_view index) const {
  for (const auto& [name, table] : tables_) {
    if (std::ranges::contains(table.indexes, index, &Index::name)) return &table;
  }
  return nullptr;
}

void Schema::settle() {
  for (auto& [name, table] : tables_) {
    table.fresh = false;
    for (ForeignKey& each : table.foreign_keys) each.origin.reset();
  }
  fresh_types.clear();
  dropped_views.clear();
}

}  // namespace chandler::migrate::lint
