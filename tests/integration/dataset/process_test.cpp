#include <chrono>
#include <csignal>

#include "tests/integration/dataset/program.hpp"

namespace chandler::dataset {
namespace {

using Clock = std::chrono::steady_clock;

// A load of t then hangs in its first UPDATE.
void stall_updates(Fixture& fixture) {
  fixture.run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'old')");
  fixture.run(
      "CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN new; END'");
  fixture.run("CREATE TRIGGER stall BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION stall()");
  fixture.write("t.csv", "id,v\n1,new\n");
}
constexpr auto stalled =
    "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database())";

TEST_CASE_METHOD(Fixture, "eight replicas at once do the work once, and all succeed") {
  run("CREATE TABLE a(id int PRIMARY KEY, v text); CREATE TABLE b(id int PRIMARY KEY, v text)");
  for (const std::string round : {"x", "y"}) {
    write("a.csv", rows(20'000, round));
    write("b.csv", rows(20'000, round));
    std::vector<Program> programs;
    for (int replica = 0; replica < 8; ++replica) programs.emplace_back(*this, "report" + std::to_string(replica));
    std::int64_t written = 0;
    for (Program& program : programs) {
      CHECK(program.wait() == 0);
      const auto report = program.report();
      written += report.at("inserted").get<std::int64_t>() + report.at("updated").get<std::int64_t>();
    }
    CHECK(written == 40'000);
  }
  CHECK(value("SELECT count(*) FROM chandler.dataset_load") == "4");
  CHECK(value("SELECT count(*) FROM a JOIN b USING (id, v) WHERE v = 'y'") == "20000");
}

TEST_CASE_METHOD(Fixture, "SIGTERM cancels the running statement and frees the lock") {
  stall_updates(*this);
  Program program(*this, "report");
  wait_until(*this, stalled);
  const auto began = Clock::now();
  program.signal(SIGTERM);
  CHECK(program.wait() == 1);
  CHECK(Clock::now() - began < std::chrono::seconds(5));
  const auto report = program.report();
  CHECK(report.at("outcome") == "could_not");
  CHECK(report.at("error").at("code") == "stopped");
  wait_until(*this, "NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory')");
  CHECK(value("SELECT v FROM t") == "old");
}

TEST_CASE_METHOD(Fixture, "a lock that is not had in time names its holder, and trying again may help") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  write("t.csv", "id\n1\n");
  run("SET application_name = 'the other load'; BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('chandler.load "
      "public.t', 0))");
  Program program(*this, "report", {"load", "--lock-timeout", "300ms"});
  CHECK(program.wait() == 1);
  const auto error = program.report().at("error");
  CHECK(error.at("code") == "load.locked");
  CHECK(error.at("message").get<std::string>().contains("\"the other load\" (server process"));
  run("COMMIT");
  Program again(*this, "again");
  CHECK(again.wait() == 0);
}

TEST_CASE_METHOD(Fixture, "a connection that breaks in the middle is no problem of the data") {
  stall_updates(*this);
  Program program(*this, "report");
  wait_until(*this, stalled);
  run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chandler load' AND datname = "
      "current_database()");
  CHECK(program.wait() == 1);
  CHECK(program.report().at("outcome") == "could_not");
}

TEST_CASE_METHOD(Fixture, "a row that the app inserts meanwhile is merged, not a failure") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'a')");
  // The load's UPDATE waits for the app, which inserts what the load took for new.
  run("BEGIN; UPDATE t SET v = 'app' WHERE id = 1; INSERT INTO t VALUES (3, 'app')");
  write("t.csv", "id,v\n1,file\n2,a\n3,file\n");
  Program program(*this, "report");
  wait_until(*this, "EXISTS (SELECT FROM pg_locks WHERE NOT granted)");
  run("COMMIT");
  CHECK(program.wait() == 0);
  CHECK(value("SELECT string_agg(v, ',' ORDER BY id) FROM t") == "file,a,file");
}

TEST_CASE_METHOD(Fixture, "exit codes and the report tell how it ended") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n1,a\n");
  Program good(*this, "good");
  CHECK(good.wait() == 0);
  CHECK(good.report().at("outcome") == "done");
  CHECK(good.report().at("data_sets").at(0).at("table") == "public.t");
  write("t.csv", "id,v\nx,a\n");
  Program bad(*this, "bad");
  CHECK(bad.wait() == 2);
  CHECK(bad.report().at("error").at("where") == "t.csv:2, column id");
  Program usage(*this, "usage", {"load", "--no-such-flag"});
  CHECK(usage.wait() == 64);
}

}  // namespace
}  // namespace chandler::dataset
