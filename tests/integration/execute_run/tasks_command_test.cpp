#include "tests/integration/execute_run/running.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/places.hpp"

namespace chandler::execute {
namespace {

struct Said {
  int code = 0;
  std::string output;
};

Said tasks(const Database& database, const std::vector<std::string>& more) {
  std::string address;
  for (const auto& [key, value] : database.settings().parameters) address += std::format("{}={} ", key, value);
  std::vector<std::string> words{tests::chandler_program(), "tasks", "--database", address};
  words.insert(words.end(), more.begin(), more.end());
  tests::ChildProcess process(words);
  const int code = process.wait();
  return {.code = code, .output = process.output()};
}

}  // namespace

TEST_CASE("tasks are listed, shown and counted") {
  Database database;
  const auto head = database.enqueue("head", ", tags => ARRAY['a']");
  const auto follower = database.enqueue("follower", std::format(", depends_on => ARRAY[{}]", head));
  database.enqueue("later", ", run_at => now() + interval '2 hours'");
  database.give_back(database.claim(identity()).at(0), Verdict::failed);

  const auto all = tasks(database, {"ls"});
  CHECK(all.code == 0);
  CHECK(all.output.contains("head"));
  CHECK(all.output.contains("scheduled (in 1"));
  CHECK(all.output.find("later") < all.output.find("follower"));
  const auto failed = tasks(database, {"ls", "--state", "failed", "--output", "json"});
  CHECK(failed.output.contains(R"("name":"head","state":"failed","attempts":1,"max_attempts":10)"));
  CHECK(!failed.output.contains("follower"));
  CHECK(tasks(database, {"ls", "--queue", "other"}).output.contains("no tasks"));

  const auto shown = tasks(database, {"show", std::to_string(head)});
  CHECK(shown.code == 0);
  CHECK(shown.output.contains("no good"));
  CHECK(shown.output.contains(std::format("followed_by     [{}]", follower)));
  CHECK(tasks(database, {"show", "999999"}).code == 2);

  const auto counted = tasks(database, {"stats", "--output", "json"});
  CHECK(counted.output.contains(
      R"({"queue":"default","ready":0,"scheduled":1,"blocked":1,"running":0,"failed":1,"ended_in_1h":0})"));
}

TEST_CASE("tasks are retried and cancelled, and what cannot be is told") {
  Database database;
  const auto first = database.enqueue("first");
  const auto second = database.enqueue("second");
  for (const auto& each : database.claim(identity())) database.give_back(each, Verdict::failed);
  CHECK(tasks(database, {"retry", std::to_string(first)}).code == 0);
  CHECK(database.state(first) == "ready");
  CHECK(tasks(database, {"retry", "--failed"}).output.contains("1 failed tasks are retried"));
  CHECK(database.state(second) == "ready");
  // The second is cancelled although the first of the list cannot be.
  CHECK(tasks(database, {"cancel", "999999", std::to_string(second)}).code == 2);
  CHECK(database.state(second) == "cancelled");
  const auto again = tasks(database, {"cancel", std::to_string(second)});
  CHECK(again.code == 2);
  CHECK(again.output.contains("it is cancelled"));
  CHECK(tasks(database, {"retry"}).code == 64);
  CHECK(tasks(database, {}).code == 64);
}

TEST_CASE("a database without a queue is told of") {
  Database database;
  database.ask("DROP SCHEMA chandler CASCADE");
  const auto said = tasks(database, {"stats"});
  CHECK(said.code == 2);
  CHECK(said.output.contains("chandler schema tasks"));
}

}  // namespace chandler::execute
