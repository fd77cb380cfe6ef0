#include "cron/probe/compare/progress_memory.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/probe_compare/tables.hpp"

namespace chandler::probe::compare {
namespace {

Pair pair_of(const std::string& name, double rows = 0) {
  Pair pair{.here = table(name, {column("id", "bigint")}), .there = {}, .columns = {}};
  pair.here.estimated_rows = rows;
  return pair;
}

std::chrono::system_clock::time_point at(int seconds) {
  return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
}

TEST_CASE("a run goes on with what was cut off, then with what was not compared for longest") {
  Memory memory;
  Progresses progresses(memory, "db/menu");
  progresses.note_whole(pair_of("a"), at(200));
  progresses.note_whole(pair_of("b"), at(100));
  progresses.note_reached(pair_of("c"), {"17"});
  std::vector<Pair> pairs{pair_of("a"), pair_of("b"), pair_of("c"), pair_of("large", 1000), pair_of("small", 10)};
  Progresses(memory, "db/menu").sort(pairs);
  std::string order;
  for (const Pair& pair : pairs) order += pair.here.name + ' ';
  CHECK(order == "c small large b a ");
}

TEST_CASE("where a run was cut off is kept until the table is whole, for each other database") {
  Memory memory;
  Progresses progresses(memory, "db/menu");
  const Pair item = pair_of("item");
  progresses.note_reached(item, {R"(a"b)"});
  CHECK(progresses.reached(item) == Key{R"(a"b)"});
  CHECK_FALSE(Progresses(memory, "db/other").reached(item).has_value());
  progresses.note_whole(item, at(100));
  CHECK_FALSE(progresses.reached(item).has_value());
  CHECK(progresses.compared(item) == 100);
}

TEST_CASE("a memory of another key, or spoilt, is none") {
  Memory memory{{"compare/db/reached/public.item", R"(["1","2"])"}, {"compare/db/when/public.item", "soon"}};
  const Progresses progresses(memory, "db");
  CHECK_FALSE(progresses.reached(pair_of("item")).has_value());
  CHECK(progresses.compared(pair_of("item")) == 0);
  memory["compare/db/reached/public.item"] = "{";
  CHECK_FALSE(progresses.reached(pair_of("item")).has_value());
}

}  // namespace
}  // namespace chandler::probe::compare
