#include "cron/probe/checks/duplicates_query.hpp"

#include <format>

namespace chandler::probe {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) out += std::format("{}{}", out.empty() ? "" : between, part);
  return out;
}

}  // namespace

std::string duplicates_query(const UniqueIndex& index, int most) {
  std::vector<std::string> keys;
  std::vector<std::string> names;
  std::vector<std::string> texts;
  std::vector<std::string> conditions;
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    names.push_back(std::format("k{}", i + 1));
    keys.push_back(std::format("{} AS {}", index.keys[i], names.back()));
    texts.push_back(std::format("left({}::text, 100)", names.back()));
    if (index.nulls_distinct) conditions.push_back(names.back() + " IS NOT NULL");
  }
  const std::string where = conditions.empty() ? "" : " WHERE " + joined(conditions, " AND ");
  return std::format(
      "SELECT count(*), min(at), max(at), {} FROM (SELECT ctid AS at, {} FROM ONLY {}{}) rows{} GROUP BY {} "
      "HAVING count(*) > 1 LIMIT {}",
      joined(texts, ", "), joined(keys, ", "), index.table,
      index.predicate.empty() ? "" : std::format(" WHERE {}", index.predicate), where, joined(names, ", "), most);
}

std::string keys_of(const UniqueIndex& index) {
  return std::format("({})", joined(index.keys, ", "));
}

}  // namespace chandler::probe
