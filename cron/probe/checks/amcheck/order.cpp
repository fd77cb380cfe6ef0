#include "cron/probe/checks/amcheck/order.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <tuple>

namespace chandler::probe::amcheck {
namespace {

std::vector<std::size_t> all_of(const std::vector<Relation>& relations) {
  std::vector<std::size_t> order(relations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

}  // namespace

std::vector<Task> by_risk(const std::vector<Relation>& relations, const std::map<std::uint32_t, Record>& records) {
  const auto record_of = [&](std::size_t index) {
    const auto found = records.find(relations[index].oid);
    return found == records.end() ? Record{} : found->second;
  };
  std::vector<std::size_t> order = all_of(relations);
  std::ranges::sort(order, {}, [&](std::size_t index) {
    const Relation& relation = relations[index];
    const Record record = record_of(index);
    return std::tuple(record.block == 0, !record.late, std::chrono::floor<std::chrono::hours>(record.at),
                      !relation.catalogue, -relation.work, relation.oid);
  });
  std::vector<Task> tasks;
  tasks.reserve(order.size());
  for (const std::size_t index : order) tasks.push_back({.relation = index, .from = record_of(index).block});
  return tasks;
}

std::vector<Task> by_date(const std::vector<Relation>& relations, std::int64_t block_bytes, Seconds now) {
  std::vector<std::size_t> order = all_of(relations);
  std::ranges::sort(order, {},
                    [&](std::size_t index) { return std::tuple(!relations[index].catalogue, relations[index].oid); });
  const auto users = std::ranges::find_if(order, [&](std::size_t index) { return !relations[index].catalogue; });
  std::int64_t around = 0;
  for (auto each = users; each != order.end(); ++each) around += relations[*each].work;
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const auto hour = std::chrono::floor<std::chrono::hours>(now - day);
  const double turns =
      static_cast<double>(day.time_since_epoch().count()) / std::numbers::phi + static_cast<double>(hour.count()) / 24;
  auto start = static_cast<std::int64_t>(static_cast<double>(around) * (turns - std::floor(turns)));
  auto first = users;
  while (first != order.end() && start >= relations[*first].work) start -= relations[*first++].work;
  std::rotate(users, first, order.end());
  std::vector<Task> tasks;
  tasks.reserve(order.size() + 1);
  for (const std::size_t index : order) tasks.push_back({.relation = index});
  // Of a table it is the blocks behind the point now, and those before it at the very end.
  const auto at = static_cast<std::size_t>(users - order.begin());
  if (at < tasks.size() && relations[tasks[at].relation].method == Method::heap && start >= block_bytes) {
    tasks[at].from = start / block_bytes;
    tasks.push_back({.relation = tasks[at].relation, .from = 0, .to = tasks[at].from});
  }
  return tasks;
}

}  // namespace chandler::probe::amcheck
