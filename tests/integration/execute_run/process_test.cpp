#include <csignal>
#include <random>

#include "tests/integration/execute_run/running.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/places.hpp"

namespace chandler::execute {
namespace {

std::string address_of(const Database& database) {
  std::string out;
  for (const auto& [key, value] : database.settings().parameters) out += std::format("{}={} ", key, value);
  return out;
}

// `name`: as its connections call themselves.
tests::ChildProcess start(const Database& database, const std::vector<std::string>& more,
                          const std::string& name = "executor") {
  std::vector<std::string> words{tests::chandler_program(), "execute", "--database",
                                 address_of(database) + "application_name=" + name};
  words.insert(words.end(), more.begin(), more.end());
  return tests::ChildProcess(words);
}

void make_ledger(Database& database) {
  database.ask("CREATE TABLE effect (task bigint)");
  database.ask("CREATE FUNCTION cook(t chandler.task) RETURNS void LANGUAGE sql AS 'INSERT INTO effect VALUES (t.id)'");
}

}  // namespace

TEST_CASE("the program prints tasks, and ends in order on SIGTERM") {
  Database database;
  auto process = start(database, {"--handler", "log", "--worker", "me"});
  database.ask("SELECT chandler.enqueue('default', 'hello', '{\"a\": 1}')");
  wait_until(database, all_done);
  process.send(SIGTERM);
  CHECK(process.wait() == 0);
  CHECK(process.output().contains("hello"));
  CHECK(database.number("SELECT count(*) FROM chandler.task_executor") == 0);
}

TEST_CASE("wrong usage is told by its flag") {
  Database database;
  auto process = start(database, {"--handler", "nothing"});
  CHECK(process.wait() == 64);
  CHECK(process.output().contains("--handler"));
}

TEST_CASE("executors that are killed or stopped beyond their lease lose nothing, and nothing happens twice") {
  Database database;
  make_ledger(database);
  std::mt19937 random(7);
  const std::vector<std::string> flags{"--handler", "sql:public.cook", "--concurrency", "32",         "--lease",
                                       "1s",        "--poll-interval", "200ms",         "--max-lost", "1000"};
  int enqueued = 0;
  for (int round = 0; round < 12; ++round) {
    auto victim = start(database, flags);
    const std::string name = std::format("other{}", round);
    auto other = start(database, flags, name);
    // Before it heeds signals, one would just kill it.
    wait_until(database, std::format("EXISTS (SELECT FROM pg_stat_activity WHERE application_name = '{}')", name));
    database.ask(
        "SELECT count(chandler.enqueue('default', 't', '{}', max_attempts => 1000)) FROM generate_series(1, 300)");
    enqueued += 300;
    const auto until = enqueued - 300 + static_cast<int>(random() % 280);
    wait_until(database, std::format("count(*) >= {} FROM effect", until));
    victim.send(round % 2 == 0 ? SIGKILL : SIGSTOP);
    database.ask("UPDATE chandler.task SET run_at = now() WHERE state = 'scheduled'");
    wait_until(database, all_done);
    // The stopped one goes on, and has to find that what it held is done.
    victim.send(SIGCONT);
    other.send(SIGTERM);
    CHECK(other.wait() == 0);
  }
  CHECK(database.number("SELECT count(*) FROM effect") == enqueued);
  CHECK(database.number("SELECT count(DISTINCT task) FROM effect") == enqueued);
}

}  // namespace chandler::execute
