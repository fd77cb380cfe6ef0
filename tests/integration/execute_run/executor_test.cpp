#include <atomic>

#include "tests/integration/execute_run/running.hpp"

namespace chandler::execute {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("what is enqueued while the executor waits is done without a poll") {
  Database database;
  auto options = options_of(database, Doing::plan([](const Task& task, const auto&) {
                              Outcome out = outcome_of(task, Verdict::completed);
                              out.result = R"({"said": ")" + task.name + "\"}";
                              return out;
                            }));
  options.claims.poll = std::chrono::minutes(10);
  Running running(std::move(options));
  REQUIRE(tests::eventually([&] { return running.executor().condition().connected; }));
  const auto head = database.enqueue("hello");
  database.enqueue("after it", std::format(", depends_on => ARRAY[{}]", head));
  database.enqueue("in a moment", ", run_at => clock_timestamp() + interval '200 ms'");
  wait_until(database, all_done);
  CHECK(database.ask("SELECT string_agg(result->>'said', ',' ORDER BY id) FROM chandler.task") ==
        "hello,after it,in a moment");
  // It hears of its commit a moment after everybody else can.
  CHECK(tests::eventually([&] {
    return running.metrics().contains("chandler_tasks_finished_total{queue=\"default\",outcome=\"completed\"} 3");
  }));
}

TEST_CASE("what handlers throw or refuse is retried or fails") {
  Database database;
  Running running(options_of(database, Doing::plan([](const Task& task, const auto&) -> Outcome {
                               if (task.name == "throws") throw std::runtime_error("no way");
                               Outcome out = outcome_of(task, task.name == "bad" ? Verdict::failed : Verdict::retry);
                               out.error = "said " + task.name;
                               return out;
                             })));
  for (const auto* name : {"throws", "bad", "retried"}) {
    database.enqueue(name, ", max_attempts => 2");
  }
  wait_until(database, all_done);
  CHECK(
      database.ask("SELECT string_agg(name || ' ' || attempts || ' ' || error, ',' ORDER BY id) FROM chandler.task") ==
      "throws 2 no way,bad 1 said bad,retried 2 said retried");
}

TEST_CASE("no more tasks are claimed than may be in flight") {
  Database database;
  std::atomic<bool> go = false;
  Running running(options_of(database, Doing::plan([&](const Task& task, const auto&) {
                               go.wait(false);
                               return outcome_of(task, Verdict::completed);
                             }),
                             8));
  database.ask("SELECT count(chandler.enqueue('default', 't', '{}')) FROM generate_series(1, 100)");
  wait_until(database, "count(*) = 8 FROM chandler.task WHERE state = 'running'");
  CHECK(tests::eventually([&] { return running.executor().condition().in_flight == 8; }));
  CHECK(database.number("SELECT count(*) FROM chandler.task WHERE state = 'running'") == 8);
  go = true;
  go.notify_all();
  wait_until(database, all_done);
}

TEST_CASE("at its end an executor waits for what has begun and gives the rest back unharmed") {
  Database database;
  std::atomic<int> begun = 0;
  std::atomic<bool> go = false;
  Running running(options_of(database,
                             Doing::plan(
                                 [&](const Task& task, const auto&) {
                                   ++begun;
                                   go.wait(false);
                                   return outcome_of(task, Verdict::completed);
                                 },
                                 2),
                             6));
  database.ask("SELECT count(chandler.enqueue('default', 't', '{}')) FROM generate_series(1, 6)");
  REQUIRE(tests::eventually([&] { return begun == 2; }));
  running.executor().drain();
  wait_until(database, "count(*) = 4 FROM chandler.task WHERE state = 'ready' AND attempts = 0");
  go = true;
  go.notify_all();
  running.stop();
  CHECK(database.number("SELECT count(*) FROM chandler.task WHERE state = 'completed'") == 2);
  CHECK(database.number("SELECT count(*) FROM chandler.task_executor") == 0);
}

TEST_CASE("what does not end within the grace is left off and given back") {
  Database database;
  auto options = options_of(database, Doing::plan([](const Task& task, const std::stop_token& stop) {
                              while (!stop.stop_requested()) std::this_thread::sleep_for(milliseconds(2));
                              return outcome_of(task, Verdict::release);
                            }));
  options.grace = milliseconds(100);
  Running running(std::move(options));
  database.enqueue("endless");
  wait_until(database, "EXISTS (SELECT FROM chandler.task WHERE state = 'running')");
  running.stop();
  CHECK(database.ask("SELECT state || attempts FROM chandler.task") == "ready0");
}

TEST_CASE("a statement that does not come back holds up the end for little longer than the grace") {
  Database database;
  auto options = options_of(
      database, Doing::plan([](const Task& task, const auto&) { return outcome_of(task, Verdict::completed); }));
  options.grace = milliseconds(100);
  options.claims.poll = milliseconds(50);
  Running running(std::move(options));
  wait_until(database, "EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'chandler execute')");
  auto other = database.another();
  REQUIRE(other.run("BEGIN; LOCK chandler.task"));
  wait_until(database,
             "EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'chandler execute' AND wait_event_type = "
             "'Lock' AND datname = current_database())");
  const auto begun = std::chrono::steady_clock::now();
  running.stop();
  CHECK(std::chrono::steady_clock::now() - begun < seconds(20));
  CHECK(other.run("ROLLBACK"));
}

TEST_CASE("a lease is kept for longer than it lasts, and one that ran out lets nothing begin") {
  Database database;
  std::atomic<bool> go = false;
  auto options = options_of(database, Doing::plan([&](const Task& task, const auto&) {
                              go.wait(false);
                              return outcome_of(task, Verdict::completed);
                            }));
  options.claims.identity.lease = seconds(1);
  Running running(std::move(options));
  database.enqueue("long");
  wait_until(database, "EXISTS (SELECT FROM chandler.task WHERE state = 'running')");
  const auto first = database.ask("SELECT lease_until FROM chandler.task_executor");
  wait_until(database,
             std::format("lease_until > '{}'::timestamptz + interval '1 s' FROM chandler.task_executor", first));
  CHECK(database.number("SELECT chandler.reclaim_tasks(5)") == 0);
  go = true;
  go.notify_all();
  wait_until(database, all_done);
  CHECK(database.number("SELECT attempts FROM chandler.task") == 1);
}

TEST_CASE("connections that are cut again and again lose nothing and complete nothing twice") {
  Database database;
  Running running(options_of(
      database, Doing::plan([](const Task& task, const auto&) { return outcome_of(task, Verdict::completed); }), 16));
  database.ask("SELECT count(chandler.enqueue('default', 't', '{}')) FROM generate_series(1, 3000)");
  for (int i = 0; i < 30; ++i) {
    database.ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'chandler execute%' "
        "AND datname = current_database()");
    database.ask("SELECT count(chandler.enqueue('default', 't', '{}')) FROM generate_series(1, 50)");
  }
  wait_until(database, all_done);
  CHECK(database.number("SELECT count(*) FROM chandler.task WHERE state = 'completed' AND attempts = 1") == 4500);
}

}  // namespace chandler::execute
