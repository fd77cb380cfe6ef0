#include <csignal>
#include <format>
#include <random>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::migrate {
namespace {

using tests::Database;
using tests::Program;

constexpr std::string_view backend =
    "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'chandler migrate'";

TEST_CASE("killed at any file, the next run goes on, and each file is applied once") {
  constexpr int files = 120;
  const TemporaryFolder folder;
  for (int i = 1; i <= files; ++i) {
    folder.write(std::format("{}_n.up.sql", i),
                 std::format("CREATE TABLE t{0}(x int);\nSELECT pg_sleep(0.001);\nINSERT INTO done VALUES ({0});", i));
  }
  Database database;
  database.run(
      "CREATE TABLE done(x int); CREATE TABLE schema_migrations (version bigint not null primary key, dirty boolean "
      "not null)");
  std::mt19937 random(7);
  std::uniform_int_distribution<int> ahead(1, 5);
  int kills = 0;
  for (bool finished = false; !finished;) {
    Program run(folder.path(), database.uri());
    const int until = std::stoi(database.value("SELECT count(*) FROM done")) + ahead(random);
    REQUIRE(tests::eventually([&] {
      return !run.running() || database.value(std::format("SELECT count(*) >= {} FROM done", until)) == "t";
    }));
    run.send(SIGKILL);
    const int code = run.wait();
    finished = code == 0;
    kills += code == 128 + SIGKILL ? 1 : 0;
    INFO(run.output());
    REQUIRE((finished || code == 128 + SIGKILL));
  }
  CHECK(kills >= 20);
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == std::format("{} false", files));
  CHECK(database.value("SELECT count(*) || ' ' || count(DISTINCT x) FROM done") == std::format("{0} {0}", files));
}

TEST_CASE("killed while an index is built, the next run drops what is left and builds it") {
  const TemporaryFolder folder(
      {{"V1__a.sql", "CREATE TABLE a(x int);"}, {"V2__i.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a(x);"}});
  Database database;
  {
    const TemporaryFolder first({{"V1__a.sql", "CREATE TABLE a(x int);"}});
    REQUIRE(database.migrate(first).has_value());
  }
  auto blocker = database.connect();
  REQUIRE(blocker.run("BEGIN; LOCK TABLE a IN ROW EXCLUSIVE MODE").has_value());
  Program run(folder.path(), database.uri());
  database.await("SELECT EXISTS (SELECT FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for%')");
  run.send(SIGKILL);
  CHECK(run.wait() == 128 + SIGKILL);
  database.run(std::format("SELECT pg_terminate_backend(pid) {}", backend));
  REQUIRE(blocker.run("COMMIT").has_value());
  database.await("SELECT NOT EXISTS (SELECT FROM pg_stat_progress_create_index)");
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass") == "f");
  Program next(folder.path(), database.uri());
  const int code = next.wait();
  INFO(next.output());
  CHECK(code == 0);
  CHECK(next.output().contains("invalid_index_dropped"));
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass") == "t");
  CHECK(database.value("SELECT bool_and(success) FROM flyway_schema_history") == "t");
}

TEST_CASE("a terminated connection is made again, and the run goes on from the history") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"},
                                {"2_b.up.sql", "INSERT INTO a VALUES (1); SELECT pg_sleep(600) FROM once WHERE wait;"},
                                {"3_c.up.sql", "CREATE TABLE c(x int);"}});
  Database database;
  database.run("CREATE TABLE once AS SELECT true AS wait");
  Program run(folder.path(), database.uri());
  database.await(
      std::format("SELECT EXISTS (SELECT {} AND query LIKE '%pg_sleep%' AND wait_event = 'PgSleep')", backend));
  database.run("UPDATE once SET wait = false");
  database.run(std::format("SELECT pg_terminate_backend(pid) {}", backend));
  const int code = run.wait();
  INFO(run.output());
  CHECK(code == 0);
  CHECK(run.output().contains("connection_lost"));
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "3 false");
  CHECK(database.value("SELECT count(*) FROM a") == "1");
}

TEST_CASE("SIGTERM cancels the statement on the server, rolls back and frees the lock") {
  const TemporaryFolder folder(
      {{"1_a.up.sql", "CREATE TABLE a(x int);"}, {"2_b.up.sql", "CREATE TABLE b(x int); SELECT pg_sleep(600);"}});
  Database database;
  Program run(folder.path(), database.uri());
  database.await(std::format("SELECT EXISTS (SELECT {} AND wait_event = 'PgSleep')", backend));
  run.send(SIGTERM);
  CHECK(run.wait() == 1);
  CHECK(run.output().contains("\"code\":\"stopped\""));
  database.await(std::format("SELECT NOT EXISTS (SELECT {})", backend));
  CHECK(database.value("SELECT to_regclass('a') IS NOT NULL AND to_regclass('b') IS NULL") == "t");
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "1 false");
  CHECK(database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0");
}

TEST_CASE("a server that restarts in mid-run is waited for, and the run goes on from the history") {
  tests::PostgresServer server;
  const auto observe = [&] {
    auto session =
        platform::postgres::Session::connect(server.settings("postgres"), {.application_name = "observer"}, {});
    REQUIRE(session.has_value());
    return *std::move(session);
  };
  const TemporaryFolder folder(
      {{"V1__a.sql", "CREATE TABLE a(x int);"},
       {"V2__b.sql", "INSERT INTO a VALUES (1); SELECT pg_sleep(600) FROM once.once WHERE wait;"},
       {"V3__i.sql", "CREATE INDEX CONCURRENTLY i ON a(x);"}});
  {
    auto session = observe();
    REQUIRE(session.run("CREATE SCHEMA once; CREATE TABLE once.once AS SELECT true AS wait").has_value());
  }
  Program run(folder.path(), server.uri("postgres"));
  {
    auto session = observe();
    REQUIRE(tests::eventually([&] {
      const auto row = session.run("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep')");
      return row && row->boolean(0, 0);
    }));
    REQUIRE(session.run("UPDATE once.once SET wait = false").has_value());
  }
  server.stop("immediate");
  server.start();
  const int code = run.wait();
  INFO(run.output());
  CHECK(code == 0);
  CHECK(run.output().contains("connection_lost"));
  auto session = observe();
  CHECK(session.run("SELECT count(*) FROM a")->text(0, 0) == "1");
  CHECK(session.run("SELECT count(*) || ' ' || bool_and(success) FROM flyway_schema_history")->text(0, 0) == "3 true");
  CHECK(session.run("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")->text(0, 0) == "t");
}

}  // namespace
}  // namespace chandler::migrate
