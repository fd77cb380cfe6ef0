#include <nlohmann/json.hpp>

#include "sidecar/status/service.hpp"
#include "tests/integration/execute_run/running.hpp"

namespace chandler::execute {

TEST_CASE("a claim that measures tells what is left behind in each of its queues") {
  Database database;
  database.ask("SELECT chandler.enqueue('default', 't', '{}') FROM generate_series(1, 5)");
  database.ask("SELECT chandler.enqueue('other', 't', '{}') FROM generate_series(1, 2)");
  database.ask("UPDATE chandler.task SET run_at = now() - interval '10 s' WHERE queue = 'other'");
  database.enqueue("later", ", run_at => now() + interval '1 hour'");
  database.ask("UPDATE chandler.task SET state = 'failed' WHERE id = 1");
  const auto claimed = claim(database.session(), identity({"default", "other", "empty"}), 3, Measure::yes).value();
  CHECK(claimed.tasks.size() == 3);
  CHECK(claimed.next_due.has_value());
  REQUIRE(claimed.depths.size() == 3);
  CHECK(claimed.depths[0].queue == "default");
  CHECK(claimed.depths[0].ready == 1);
  CHECK(claimed.depths[0].failed == 1);
  CHECK(claimed.depths[1].ready == 2);
  CHECK(claimed.depths[1].oldest >= std::chrono::seconds(10));
  CHECK(claimed.depths[2].ready == 0);
  CHECK(claimed.depths[2].oldest == std::chrono::seconds(0));
  CHECK(claim(database.session(), identity(), 1).value().depths.empty());
}

TEST_CASE("more than is counted to is told as that") {
  Database database;
  database.ask(
      "INSERT INTO chandler.task (queue, name, state) SELECT 'default', 't', 'ready' FROM generate_series(1, 10050)");
  const auto claimed = claim(database.session(), identity(), 1, Measure::yes).value();
  REQUIRE(claimed.depths.size() == 1);
  CHECK(claimed.depths[0].ready == counted_to);
}

TEST_CASE("an executor tells how deep its queues are") {
  Database database;
  database.enqueue("bad");
  auto options = options_of(
      database, Doing::plan([](const Task& task, const auto&) { return outcome_of(task, Verdict::failed); }));
  options.claims.poll = std::chrono::milliseconds(50);
  Running running(std::move(options));
  REQUIRE(tests::eventually(
      [&] { return running.metrics().contains("chandler_queue_failed_tasks{queue=\"default\"} 1"); }));
  CHECK(running.metrics().contains("chandler_queue_ready_tasks{queue=\"default\"} 0"));
  CHECK(running.metrics().contains("chandler_queue_oldest_seconds{queue=\"default\"} 0"));
  const auto status = answer({.method = "GET", .path = "/status"}, running.executor().condition(), Metrics());
  const auto body = nlohmann::json::parse(status.body);
  CHECK(body.at("queues").at(0).at("queue") == "default");
  CHECK(body.at("queues").at(0).at("failed") == 1);
}

}  // namespace chandler::execute
