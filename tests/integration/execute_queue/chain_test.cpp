#include "tests/integration/execute_queue/fixture.hpp"

namespace chandler::execute {

TEST_CASE("a task starts when all that it depends on are completed") {
  Database database;
  const Identity who = identity();
  const auto a = database.enqueue("a");
  const auto b = database.enqueue("b");
  const auto c = database.enqueue("c", std::format(", depends_on => ARRAY[{}, {}, {}]", a, b, a));
  const auto tasks = database.claim(who);
  REQUIRE(tasks.size() == 2);
  CHECK(database.complete(tasks[0]).freed == 0);
  CHECK(database.state(c) == "blocked");
  CHECK(database.complete(tasks[1]).freed == 1);
  CHECK(database.claim(who).at(0).claim.id == c);
}

TEST_CASE("both heads may be completed in one batch") {
  Database database;
  const auto a = database.enqueue("a");
  const auto b = database.enqueue("b");
  const auto c = database.enqueue("c", std::format(", depends_on => ARRAY[{}, {}]", a, b));
  std::vector<Outcome> outcomes;
  for (const Task& each : database.claim(identity())) outcomes.push_back({.claim = each.claim});
  CHECK(complete(database.session(), outcomes, false).value().freed == 1);
  CHECK(database.state(c) == "ready");
}

TEST_CASE("the followers of a task that failed wait, are skipped or fail, as they were told") {
  Database database;
  const Identity who = identity();
  const auto head = database.enqueue("head");
  const auto follow = [&](const char* policy, std::int64_t of) {
    return database.enqueue(policy, std::format(", depends_on => ARRAY[{}], if_head_fails => '{}'", of, policy));
  };
  const auto blocks = follow("block", head);
  const auto skips = follow("skip", head);
  const auto fails = follow("fail", head);
  const auto skips_too = follow("skip", fails);
  database.give_back(database.claim(who).at(0), Verdict::failed);
  CHECK(database.state(head) == "failed");
  CHECK(database.state(blocks) == "blocked");
  CHECK(database.state(skips) == "skipped");
  CHECK(database.state(fails) == "failed");
  CHECK(database.state(skips_too) == "skipped");

  SECTION("a late follower of the failed head as well") {
    CHECK(database.state(follow("skip", head)) == "skipped");
    CHECK(database.state(follow("fail", head)) == "failed");
    CHECK(database.state(follow("block", head)) == "blocked");
  }
  SECTION("a retried head frees those that waited, and a retried follower waits for its head") {
    REQUIRE(database.ask(std::format("SELECT chandler.retry_task({})", head)) == "t");
    REQUIRE(database.ask(std::format("SELECT chandler.retry_task({})", skips)) == "t");
    CHECK(database.state(skips) == "blocked");
    CHECK(database.complete(database.claim(who).at(0)).freed == 2);
    CHECK(database.state(blocks) == "ready");
    CHECK(database.state(skips) == "ready");
  }
}

TEST_CASE("a follower of what is already completed is ready at once, one of nothing is refused") {
  Database database;
  const auto head = database.enqueue("head");
  database.complete(database.claim(identity()).at(0));
  CHECK(database.state(database.enqueue("next", std::format(", depends_on => ARRAY[{}]", head))) == "ready");
  const auto refused = database.session().run("SELECT chandler.enqueue('default', 'x', depends_on => ARRAY[99])");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().is("23503"));
}

TEST_CASE("a cancelled task ends, and whoever runs it comes too late") {
  Database database;
  const auto id = database.enqueue("t");
  const auto task = database.claim(identity()).at(0);
  CHECK(database.ask(std::format("SELECT chandler.cancel_task({})", id)) == "t");
  CHECK(database.ask(std::format("SELECT chandler.cancel_task({})", id)) == "f");
  CHECK(database.complete(task).refused == std::vector{id});
  CHECK(database.state(id) == "cancelled");
}

}  // namespace chandler::execute
