#include "cron/probe/checks/amcheck/order.hpp"

#include <algorithm>
#include <random>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace chandler::probe::amcheck {
namespace {

using namespace std::chrono_literals;

const Seconds now{std::chrono::seconds(1'763'762'895)};

Relation relation(std::uint32_t oid, std::int64_t work, bool catalogue = false) {
  return {.oid = oid, .method = Method::heap, .catalogue = catalogue, .bytes = work, .work = work};
}

std::vector<std::uint32_t> oids(const std::vector<Relation>& relations, const std::vector<Task>& tasks) {
  std::vector<std::uint32_t> out;
  for (const Task& task : tasks) out.push_back(relations[task.relation].oid);
  return out;
}

TEST_CASE("the largest risk comes first") {
  const std::vector<Relation> relations{relation(1, 10, true), relation(2, 20, true), relation(20001, 50),
                                        relation(20002, 90),   relation(20003, 5),    relation(20004, 5)};
  SECTION("with nothing known: catalogues, then the most work") {
    CHECK(oids(relations, by_risk(relations, {})) == std::vector<std::uint32_t>{2, 1, 20002, 20001, 20003, 20004});
  }
  SECTION("what was begun, what was put off, never, longest ago") {
    const std::map<std::uint32_t, Record> records{{1, {.at = now}},
                                                  {2, {.at = now - 48h}},
                                                  {20001, {.at = now - 24h}},
                                                  {20002, {.at = now - 1h, .block = 77}},
                                                  {20003, {.at = now, .late = true}}};
    const auto tasks = by_risk(relations, records);
    CHECK(oids(relations, tasks) == std::vector<std::uint32_t>{20002, 20003, 20004, 2, 20001, 1});
    CHECK(tasks.front().from == 77);
  }
}

TEST_CASE("the order by date holds each block once, and the catalogues first") {
  std::vector<Relation> relations{relation(1, 8192, true), relation(2, 8192, true)};
  for (std::uint32_t i = 0; i < 50; ++i) relations.push_back(relation(20000 + i, 8192 * (1 + (i * 7 % 30))));
  for (int hour = 0; hour < 100; ++hour) {
    const auto tasks = by_date(relations, 8192, now + std::chrono::hours(hour * 11));
    CHECK(relations[tasks[0].relation].catalogue);
    CHECK(relations[tasks[1].relation].catalogue);
    std::map<std::size_t, std::int64_t> blocks;
    for (const Task& task : tasks) {
      blocks[task.relation] += (task.to < 0 ? relations[task.relation].bytes / 8192 : task.to) - task.from;
    }
    REQUIRE(blocks.size() == relations.size());
    for (const auto& [index, count] : blocks) CHECK(count * 8192 == relations[index].bytes);
  }
}

TEST_CASE("short runs that know nothing of each other see all of a database in days") {
  struct Case {
    std::int64_t part;  // of the database that a run comes through: 1/part
    int days;
  };
  const auto [part, days] = GENERATE(Case{5, 11}, Case{10, 21}, Case{30, 61});
  std::vector<Relation> relations;
  std::mt19937 dice(7);
  std::int64_t all = 0;
  for (std::uint32_t i = 0; i < 40; ++i) {
    relations.push_back(
        relation(20000 + i, 8192 * static_cast<std::int64_t>(1 + (dice() % (i % 10 == 0 ? 100'000 : 900)))));
    all += relations.back().bytes / 8192;
  }
  std::vector<std::vector<bool>> seen;
  for (const Relation& each : relations) seen.emplace_back(each.bytes / 8192, false);
  for (int day = 0; day < days; ++day) {
    std::int64_t budget = all / part;
    for (const Task& task : by_date(relations, 8192, now + std::chrono::days(day))) {
      const std::int64_t end = task.to < 0 ? static_cast<std::int64_t>(seen[task.relation].size()) : task.to;
      for (std::int64_t block = task.from; block < end && budget > 0; ++block, --budget) {
        seen[task.relation][static_cast<std::size_t>(block)] = true;
      }
    }
  }
  for (const auto& blocks : seen) CHECK(std::ranges::count(blocks, false) == 0);
}

}  // namespace
}  // namespace chandler::probe::amcheck
