#include <algorithm>
#include <chrono>
#include <csignal>

#include <catch2/generators/catch_generators.hpp>

#include "dataset/bring/plan.hpp"
#include "dataset/parallel/stage_ahead.hpp"
#include "tests/integration/dataset/jobs_fixture.hpp"
#include "tests/integration/dataset/program.hpp"

namespace chandler::dataset {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int count = 40'000;

// A sender then hangs at the row whose value is "stall", which is the last one.
void stall_copy(JobsFixture& fixture) {
  fixture.run(
      "CREATE FUNCTION patient(v text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN IF v = 'stall' THEN PERFORM "
      "pg_sleep(600); END IF; RETURN true; END $$; CREATE DOMAIN patient AS text CHECK (patient(value)); "
      "CREATE TABLE t(id int PRIMARY KEY, v patient); INSERT INTO t VALUES (0, 'old')");
  fixture.write("t.csv", many_rows(count) + "0,stall\n");
}

constexpr auto stalled =
    "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database())";
constexpr auto nobody_left =
    "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'chandler "
    "%')";

TEST_CASE_METHOD(JobsFixture, "SIGTERM ends all connections and takes the stage along") {
  stall_copy(*this);
  Program program(*this, "report", {"load", "--jobs", "3"});
  wait_until(*this, stalled);
  CHECK(stages_left() == "1");
  const auto began = Clock::now();
  program.signal(SIGTERM);
  CHECK(program.wait() == 1);
  CHECK(Clock::now() - began < std::chrono::seconds(5));
  CHECK(program.report().at("error").at("code") == "stopped");
  CHECK(stages_left() == "0");
  wait_until(*this, nobody_left);
  CHECK(value("SELECT v FROM t") == "old");
}

TEST_CASE_METHOD(JobsFixture, "a sender's connection that breaks ends the run, and nothing is loaded") {
  stall_copy(*this);
  Program program(*this, "report", {"load", "--jobs", "3"});
  wait_until(*this, stalled);
  run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = "
      "current_database()");
  CHECK(program.wait() == 1);
  CHECK(program.report().at("outcome") == "could_not");
  CHECK(stages_left() == "0");
  CHECK(value("SELECT v FROM t") == "old");
}

TEST_CASE_METHOD(JobsFixture, "when the session that holds the lock is lost, the senders end") {
  stall_copy(*this);
  Program program(*this, "report", {"load", "--jobs", "3"});
  wait_until(*this, stalled);
  const auto began = Clock::now();
  run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = "
      "current_database() AND application_name = 'chandler load'");
  CHECK(program.wait() == 1);
  CHECK(Clock::now() - began < std::chrono::seconds(20));
  CHECK(program.report().at("error").at("code") == "database.lost");
  wait_until(*this, nobody_left);
  CHECK(stages_left() == "0");
  CHECK(value("SELECT v FROM t") == "old");
}

TEST_CASE_METHOD(JobsFixture, "a time-out for idle transactions does not end the one that waits for its senders") {
  stall_copy(*this);
  run("ALTER DATABASE " + settings().parameters.at("dbname") + " SET idle_in_transaction_session_timeout = '2500ms'");
  Program program(*this, "report", {"load", "--jobs", "2"});
  wait_until(*this, stalled);
  const auto until = Clock::now() + std::chrono::seconds(4);
  wait_until(*this, std::format("clock_timestamp() > to_timestamp({}) + interval '4 s'",
                                value("SELECT extract(epoch FROM clock_timestamp())")));
  CHECK(Clock::now() >= until);
  run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = "
      "current_database()");
  program.wait();
  // The cancelled COPY, not a lost connection.
  CHECK(program.report().at("error").at("code") != "database.lost");
  CHECK(stages_left() == "0");
}

TEST_CASE_METHOD(JobsFixture, "a stage that a killed run left is dropped by the next, and nothing else is") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); CREATE TABLE other(id int PRIMARY KEY)");
  write("t.csv", "id,v\n1,a\n");
  load_one();
  const std::string oid = value("SELECT 't'::regclass::oid");
  const std::string others = value("SELECT 'other'::regclass::oid");
  const auto stage = [](const std::string& of, const std::string& end) { return "chandler.stage_" + of + "_" + end; };
  const std::string columns = "(chandler_line int8, id int)";
  run("CREATE UNLOGGED TABLE " + stage(oid, "deadbeef") + columns);           // ours
  run("CREATE UNLOGGED TABLE " + stage("4294967290", "00000001") + columns);  // of a table that is gone
  run("CREATE UNLOGGED TABLE " + stage(others, "00000002") + columns);        // of a table that this run does not load
  run("CREATE TABLE " + stage(oid, "00000003") + columns);                    // logged: not by us
  run("CREATE UNLOGGED TABLE " + stage(oid, "mine") + columns);               // another name
  run("CREATE UNLOGGED TABLE " + stage(oid, "00000004") + "(id int)");        // other columns
  run("CREATE UNLOGGED TABLE " + stage(oid, "00000005") + columns);           // in use
  auto user = platform::postgres::Session::connect(settings(), {}, {});
  REQUIRE(user.has_value());
  REQUIRE(user->run("BEGIN; SELECT FROM " + stage(oid, "00000005")).has_value());
  write("t.csv", "id,v\n1,b\n");
  load_one();
  const auto left = [this] {
    return value(
        "SELECT string_agg(regexp_replace(relname, '.*_', ''), ' ' ORDER BY relname COLLATE \"C\") FROM pg_class WHERE "
        "relname LIKE 'stage\\_%'");
  };
  const std::string all = left();
  CHECK(std::ranges::count(all, ' ') == 4);
  for (const std::string kept : {"00000002", "00000003", "00000004", "00000005", "mine"}) CHECK(all.contains(kept));
  REQUIRE(user->run("COMMIT").has_value());
  write("t.csv", "id,v\n1,c\n");
  load_one();
  CHECK_FALSE(left().contains("00000005"));
}

TEST_CASE_METHOD(JobsFixture, "a stage is for its owner's eyes, whatever the default privileges say") {
  run("CREATE SCHEMA chandler; ALTER DEFAULT PRIVILEGES IN SCHEMA chandler GRANT ALL ON TABLES TO PUBLIC");
  stall_copy(*this);
  Program program(*this, "report", {"load", "--jobs", "2"});
  wait_until(*this, stalled);
  CHECK(value("SELECT count(*) FROM pg_class c, aclexplode(c.relacl) a WHERE relname LIKE 'stage\\_%' AND a.grantee <> "
              "c.relowner") == "0");
  program.signal(SIGKILL);
  program.wait();
  run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = "
      "current_database()");
  wait_until(*this, nobody_left);
  CHECK(stages_left() == "1");
  run("DELETE FROM t WHERE id < 0");
  write("t.csv", "id,v\n1,b\n");
  load_one();
  CHECK(stages_left() == "0");
}

// A role of this test alone, which may do what a load needs.
platform::postgres::ConnectionSettings role(JobsFixture& fixture, const std::string& rights, bool may_create) {
  const std::string name = "loader_" + fixture.settings().parameters.at("dbname");
  fixture.run("CREATE ROLE " + name + " LOGIN " + rights + "; CREATE SCHEMA chandler");
  fixture.run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (0, ''); ALTER TABLE t OWNER TO " +
              name);
  fixture.run("GRANT ALL ON made TO PUBLIC");
  fixture.write("t.csv", "id,v\n0,\n");
  REQUIRE(fixture.load().has_value());  // makes the ledger
  fixture.run("GRANT USAGE ON SCHEMA chandler TO " + name + "; GRANT ALL ON ALL TABLES IN SCHEMA chandler TO " + name +
              "; GRANT ALL ON ALL SEQUENCES IN SCHEMA chandler TO " + name);
  if (may_create) fixture.run("GRANT CREATE ON SCHEMA chandler TO " + name);
  fixture.write("t.csv", many_rows(count));
  auto settings = fixture.settings();
  settings.parameters["user"] = name;
  return settings;
}

TEST_CASE_METHOD(JobsFixture, "without the right to make a stage one connection loads") {
  Options how = with_jobs(4);
  how.database = role(*this, "", false);
  const auto results = bring(how, {});
  if (!results) FAIL(core::describe(results.error()));
  CHECK(stages_made() == "0");
  CHECK(value("SELECT count(*) FROM t") == std::to_string(count + 1));
}

TEST_CASE_METHOD(JobsFixture, "a server that has no room for all connections is loaded by fewer") {
  const int limit = GENERATE(1, 2, 3);
  INFO(limit << " connections");
  Options how = with_jobs(4);
  how.database = role(*this, "CONNECTION LIMIT " + std::to_string(limit), true);
  run("TRUNCATE made");
  const auto results = bring(how, {});
  if (!results) FAIL(core::describe(results.error()));
  CHECK(stages_made() == (limit == 1 ? "0" : "1"));
  CHECK(value("SELECT count(*) FROM t") == std::to_string(count + 1));
  CHECK(stages_left() == "0");
}

TEST_CASE_METHOD(JobsFixture,
                 "behind somebody who waits to alter the table nobody waits for good: one connection loads") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (0, '')");
  run("CREATE SCHEMA chandler");
  write("t.csv", many_rows(10));
  auto files = list_sources(std::vector<std::string>{folder().string()});
  REQUIRE(files.has_value());
  auto data_sets = plan(session(), std::vector<PlannedFile>{{files->front(), ContentHash("hash")}}, {}, Purpose::load);
  REQUIRE(data_sets.has_value());
  auto other = platform::postgres::Session::connect(settings(), {}, {});
  REQUIRE(other.has_value());
  REQUIRE(other->run("BEGIN; LOCK TABLE t").has_value());
  parallel::SharedStages stages(session());
  const auto rows = parallel::stage_ahead(session(), *data_sets, 3, stages, {});
  REQUIRE(rows.has_value());
  CHECK_FALSE(rows->has_value());
  CHECK(data_sets->front().sql.stage_name().starts_with("pg_temp."));
}

TEST_CASE_METHOD(JobsFixture, "replicas with several connections each do the work once") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (0, '')");
  write("t.csv", many_rows(count));
  std::vector<Program> programs;
  for (int replica = 0; replica < 4; ++replica) {
    programs.emplace_back(*this, "report" + std::to_string(replica), std::vector<std::string>{"load", "--jobs", "2"});
  }
  std::int64_t inserted = 0;
  for (Program& program : programs) {
    CHECK(program.wait() == 0);
    inserted += program.report().at("inserted").get<std::int64_t>();
  }
  CHECK(inserted == count);
  CHECK(stages_made() == "1");
  CHECK(stages_left() == "0");
}

}  // namespace
}  // namespace chandler::dataset
