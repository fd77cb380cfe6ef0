#include <algorithm>
#include <set>
#include <thread>

#include "tests/integration/execute_queue/fixture.hpp"

namespace chandler::execute {
namespace {

std::vector<std::string> names_of(const std::vector<Task>& tasks) {
  std::vector<std::string> out;
  for (const Task& each : tasks) out.push_back(each.name);
  return out;
}

}  // namespace

TEST_CASE("higher priority comes first, then what came first") {
  Database database;
  for (const auto* name : {"a", "b"}) database.enqueue(name);
  database.enqueue("urgent", ", priority => 5");
  database.enqueue("later", ", run_at => now() + interval '1 hour'");
  CHECK(names_of(database.claim(identity(), 2)) == std::vector<std::string>{"urgent", "a"});
  CHECK(names_of(database.claim(identity())) == std::vector<std::string>{"b"});
  CHECK(database.claim(identity()).empty());
}

TEST_CASE("the first queue has precedence, and others are left alone") {
  Database database;
  database.ask("SELECT chandler.enqueue('slow', 's', '{}'), chandler.enqueue('other', 'o', '{}')");
  database.enqueue("d");
  CHECK(names_of(database.claim(identity({"default", "slow"}), 1)) == std::vector<std::string>{"d"});
  CHECK(names_of(database.claim(identity({"default", "slow"}))) == std::vector<std::string>{"s"});
}

TEST_CASE("a task that is due later says when, and comes then") {
  Database database;
  const auto id = database.enqueue("later", ", run_at => now() + interval '1 hour'");
  const auto claimed = claim(database.session(), identity(), 10).value();
  CHECK(claimed.tasks.empty());
  REQUIRE(claimed.next_due.has_value());
  CHECK(*claimed.next_due > std::chrono::minutes(59));
  CHECK(*claimed.next_due <= std::chrono::hours(1));
  database.ask(std::format("UPDATE chandler.task SET run_at = now() WHERE id = {}", id));
  CHECK(database.claim(identity()).size() == 1);
}

TEST_CASE("many that claim at once get each task once") {
  Database database;
  database.ask("SELECT count(chandler.enqueue('default', 't', '{}')) FROM generate_series(1, 2000)");
  std::vector<std::vector<std::int64_t>> taken(4);
  {
    std::vector<std::jthread> threads;
    for (auto& each : taken) {
      threads.emplace_back([&] {
        auto session = database.another();
        const Identity who = identity();
        for (auto some = claim(session, who, 17); some && !some->tasks.empty(); some = claim(session, who, 17)) {
          for (const Task& task : some->tasks) each.push_back(task.claim.id);
        }
      });
    }
  }
  std::set<std::int64_t> all;
  std::size_t count = 0;
  for (const auto& each : taken) {
    all.insert(each.begin(), each.end());
    count += each.size();
  }
  CHECK(all.size() == 2000);
  CHECK(count == 2000);
}

TEST_CASE("a unique key holds as long as its task is unfinished") {
  Database database;
  const auto id = database.enqueue("one", ", unique_key => 'k'");
  CHECK(database.enqueue("two", ", unique_key => 'k'") == id);
  const auto task = database.claim(identity()).at(0);
  CHECK(database.enqueue("two", ", unique_key => 'k'") == id);
  database.complete(task);
  CHECK(database.enqueue("two", ", unique_key => 'k'") != id);
}

TEST_CASE("who was taken for dead cannot finish what another has by now") {
  Database database;
  const auto id = database.enqueue("t");
  const Identity zombie = identity();
  const auto late = database.claim(zombie).at(0);
  database.ask("UPDATE chandler.task_executor SET lease_until = now() - interval '1 s'");
  const auto again = database.claim(identity());
  REQUIRE(again.size() == 1);
  CHECK(again[0].attempt == 2);
  CHECK(renew(database.session(), zombie, std::vector{id}).value() == std::vector{id});
  CHECK(database.complete(late).refused == std::vector{id});
  CHECK(database.give_back(late, Verdict::failed).refused == std::vector{id});
  CHECK(database.state(id) == "running");
  CHECK(database.complete(again[0], "{\"ok\": true}").refused.empty());
  CHECK(database.ask("SELECT result->>'ok' FROM chandler.task") == "true");
  // The answer of a completion was lost, and it is told again.
  CHECK(database.complete(again[0]).refused.empty());
}

TEST_CASE("what was claimed but never heard of goes back with the next renewal, unharmed") {
  Database database;
  const auto known = database.enqueue("known");
  const auto unheard = database.enqueue("unheard");
  const Identity who = identity();
  database.claim(who);
  CHECK(renew(database.session(), who, std::vector{known}).value().empty());
  CHECK(database.state(unheard) == "ready");
  CHECK(database.number(std::format("SELECT attempts FROM chandler.task WHERE id = {}", unheard)) == 0);
  CHECK(leave(database.session(), who).value() == 1);
  CHECK(database.state(known) == "ready");
  CHECK(database.number("SELECT count(*) FROM chandler.task_executor") == 0);
}

TEST_CASE("a task whose executors die is given up after so many") {
  Database database;
  const auto id = database.enqueue("poison");
  for (int i = 0; i < 3; ++i) {
    Identity who = identity();
    who.max_lost = 3;
    database.ask("UPDATE chandler.task SET run_at = now() WHERE state = 'scheduled'");
    REQUIRE(database.claim(who).size() == 1);
    database.ask("UPDATE chandler.task_executor SET lease_until = now() - interval '1 s'");
    REQUIRE(database.number("SELECT chandler.reclaim_tasks(3)") == 1);
  }
  CHECK(database.state(id) == "failed");
  CHECK(database.ask("SELECT error FROM chandler.task").contains("3 times"));
}

TEST_CASE("a task fails for good when no attempt is left, and a release costs none") {
  Database database;
  const auto id = database.enqueue("t", ", max_attempts => 2");
  const Identity who = identity();
  database.give_back(database.claim(who).at(0), Verdict::release);
  database.give_back(database.claim(who).at(0), Verdict::retry);
  CHECK(database.state(id) == "ready");
  database.give_back(database.claim(who).at(0), Verdict::retry, std::chrono::hours(1));
  CHECK(database.state(id) == "failed");
  CHECK(database.ask(std::format("SELECT chandler.retry_task({})", id)) == "t");
  CHECK(database.claim(who).at(0).attempt == 1);
}

TEST_CASE("finished tasks are pruned by age, failed ones only when asked for") {
  Database database;
  const Identity who = identity();
  for (const auto* name : {"done", "failed", "waits"}) database.enqueue(name);
  const auto tasks = database.claim(who);
  database.complete(tasks.at(0));
  database.give_back(tasks.at(1), Verdict::failed);
  CHECK(prune(database.session(), std::chrono::hours(1)).value() == 0);
  CHECK(prune(database.session(), std::chrono::milliseconds(0)).value() == 1);
  CHECK(database.number("SELECT chandler.prune_tasks('0 s', '0 s')") == 1);
  CHECK(database.number("SELECT count(*) FROM chandler.task") == 1);
}

TEST_CASE("finished, blocked and future tasks are not read by a claim") {
  Database database;
  database.ask(
      "INSERT INTO chandler.task (queue, name, state, run_at, finished_at) "
      "SELECT 'default', 'x', (ARRAY['scheduled', 'blocked', 'completed'])[1 + g % 3], now() + interval '1 day', "
      "CASE g % 3 WHEN 2 THEN now() END FROM generate_series(1, 30000) g");
  database.enqueue("t");
  database.ask("SELECT pg_stat_force_next_flush()");
  database.ask("SELECT pg_stat_reset()");
  CHECK(database.claim(identity()).size() == 1);
  database.ask("SELECT pg_stat_force_next_flush()");
  CHECK(database.number("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'task'") == 0);
  CHECK(database.number("SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'task'") < 20);
}

}  // namespace chandler::execute
