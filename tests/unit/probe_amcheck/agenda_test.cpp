#include "cron/probe/checks/amcheck/agenda.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

namespace chandler::probe::amcheck {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t block = 8192;
const Seconds now{std::chrono::seconds(1'763'762'895)};

Relation heap(std::uint32_t oid, std::int64_t blocks) {
  return {.oid = oid, .method = Method::heap, .kind = "table", .bytes = blocks * block, .work = blocks * block};
}
Relation index(std::uint32_t oid, std::int64_t bytes) {
  return {.oid = oid, .method = Method::btree, .kind = "index", .bytes = bytes, .work = bytes};
}

struct Bench {
  explicit Bench(std::vector<Relation> relations, Kept kept = {}, Clock::duration budget = 1h)
      : agenda({.checkable = relations, .others = {}, .block_bytes = block}, by_risk(relations, kept.records), kept,
               Clock::now() + budget) {}
  Agenda agenda;
};

TEST_CASE("a big table is handed out in ranges that hold each block once") {
  Bench bench({heap(20001, 10'000)});
  std::vector<bool> seen(10'000, false);
  int pieces = 0;
  while (const auto piece = bench.agenda.next(1)) {
    const std::int64_t end = piece->to < 0 ? 10'000 : piece->to;
    for (std::int64_t at = piece->from; at < end; ++at) {
      REQUIRE_FALSE(seen[static_cast<std::size_t>(at)]);
      seen[static_cast<std::size_t>(at)] = true;
    }
    bench.agenda.done(*piece, 1000ms, now);
    ++pieces;
  }
  CHECK(pieces > 1);
  CHECK(std::ranges::count(seen, true) == 10'000);
  CHECK(bench.agenda.states()[0].whole);
  CHECK(bench.agenda.kept().records.at(20001) == Record{.at = now});
}

TEST_CASE("a run that ends within a table goes on in the next one before all that was not done") {
  Kept kept;
  {
    Bench bench({heap(20001, 100'000)});
    // Two workers: the second range is done, the first is not.
    const auto first = bench.agenda.next(2);
    const auto second = bench.agenda.next(2);
    REQUIRE(first);
    REQUIRE(second);
    bench.agenda.done(*second, 1000ms, now);
    CHECK(bench.agenda.kept().records.at(20001).block == 0);
    bench.agenda.done(*first, 1000ms, now);
    const auto third = bench.agenda.next(2);
    REQUIRE(third);
    kept = bench.agenda.kept();
    CHECK(kept.records.at(20001).block == second->to);
    CHECK_FALSE(bench.agenda.states()[0].whole);
  }
  const std::int64_t at = kept.records.at(20001).block;
  Bench bench({heap(20001, 100'000)}, kept);
  const auto piece = bench.agenda.next(1);
  REQUIRE(piece);
  CHECK(piece->from == at);
  bench.agenda.done(*piece, 10s, now);
  while (const auto more = bench.agenda.next(1)) bench.agenda.done(*more, 10s, now);
  CHECK(bench.agenda.states()[0].whole);
}

TEST_CASE("a table that was cut short since a run ended within it is looked at anew") {
  Bench bench({heap(20001, 1000)}, {.records = {{20001, {.block = 5000}}}});
  const auto piece = bench.agenda.next(1);
  REQUIRE(piece);
  CHECK(piece->from == 0);
}

TEST_CASE("a table of which an order by date begins in the midst is whole with its first part") {
  const std::vector<Relation> relations{heap(20001, 10'000)};
  Agenda agenda({.checkable = relations, .others = {}, .block_bytes = block},
                {{.relation = 0, .from = 2000}, {.relation = 0, .from = 0, .to = 2000}}, {}, Clock::now() + 1h);
  std::int64_t blocks = 0;
  while (const auto piece = agenda.next(1)) {
    CHECK_FALSE(agenda.states()[0].whole);
    blocks += (piece->to < 0 ? 10'000 : piece->to) - piece->from;
    agenda.done(*piece, 1000ms, now);
  }
  CHECK(blocks == 10'000);
  CHECK(agenda.states()[0].whole);
}

TEST_CASE("an index is begun only where the measured pace says that it will be done in time") {
  const Kept kept{.records = {}, .last_run = {}, .heap_pace = 0, .index_pace = 10 << 20};
  SECTION("what fits is begun, what does not is put off, and comes first the next time") {
    Bench bench({index(1, 400 << 20), index(2, 20 << 20)}, kept, 30s);
    const auto piece = bench.agenda.next(1);
    REQUIRE(piece);
    CHECK(bench.agenda.relation(piece->relations.front()).oid == 2);
    CHECK_FALSE(bench.agenda.next(1));
    CHECK(bench.agenda.kept().records.at(1).late);
    // 40 s are more than all of the budget.
    REQUIRE(bench.agenda.too_long().size() == 1);
    CHECK(bench.agenda.expected(bench.agenda.too_long().front()) == 40s);
    CHECK(bench.agenda.relation(by_risk(bench.agenda.relations().checkable, bench.agenda.kept().records)[0].relation)
              .oid == 1);
  }
  SECTION("its own last time counts more than the pace") {
    Kept own = kept;
    own.records[1] = {.took = 1000ms, .work = 400 << 20};
    Bench bench({index(1, 400 << 20)}, own, 30s);
    CHECK(bench.agenda.next(1));
  }
  SECTION("where nothing was measured it is begun") {
    Bench bench({index(1, 400 << 20)}, {}, 30s);
    CHECK(bench.agenda.next(1));
  }
}

TEST_CASE("an index for which the time was over is known to take longer") {
  Bench bench({index(1, 400 << 20)}, {}, 30s);
  const auto piece = bench.agenda.next(1);
  REQUIRE(piece);
  bench.agenda.give_up(piece->relations.front(), true, 30s);
  Bench again({index(1, 400 << 20)}, bench.agenda.kept(), 30s);
  CHECK_FALSE(again.agenda.next(1));
  CHECK(again.agenda.too_long().size() == 1);
}

TEST_CASE("small relations of one method go together, and alone where one of them fails") {
  Bench bench({heap(1, 1), heap(2, 2), index(3, block), heap(4, 100'000), index(5, block)});
  std::vector<std::size_t> sizes;
  const auto big = bench.agenda.next(1);
  REQUIRE(big);
  CHECK(bench.agenda.relation(big->relations.front()).oid == 4);
  while (const auto piece = bench.agenda.next(1)) {
    sizes.push_back(piece->relations.size());
    if (piece->relations.size() == 2) {
      bench.agenda.divide(*piece);
      for (int i = 0; i < 2; ++i) {
        const auto alone = bench.agenda.next(1);
        REQUIRE(alone);
        CHECK(alone->relations.size() == 1);
        bench.agenda.done(*alone, 1ms, now);
      }
    } else {
      bench.agenda.done(*piece, 1ms, now);
    }
  }
  CHECK(std::ranges::count(sizes, 2U) == 2);
}

TEST_CASE("nothing is handed out when the time is over, or after a stop") {
  CHECK_FALSE(Bench({heap(1, 1)}, {}, -1s).agenda.next(1));
  Bench bench({heap(1, 1)});
  bench.agenda.stop();
  CHECK_FALSE(bench.agenda.next(1));
}

}  // namespace
}  // namespace chandler::probe::amcheck
