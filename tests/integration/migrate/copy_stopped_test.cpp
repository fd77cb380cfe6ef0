#include <chrono>
#include <csignal>
#include <format>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"

namespace chandler::migrate {
namespace {

using tests::Database;
using tests::Program;

// What can be in the socket and in buffers is a fraction of it.
constexpr int rows = 400'000;

std::string copy_block() {
  std::string sql = "CREATE TABLE b(x int);\nCOPY a FROM stdin;\n";
  for (int i = 1; i <= rows; ++i) sql += std::format("{}\tsome text that makes the row longer\n", i);
  return sql + "\\.\nINSERT INTO b SELECT count(*) FROM a;\n";
}

void check_nothing_half_done(Database& database) {
  database.await(
      "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = "
      "'chandler migrate')");
  CHECK(database.value("SELECT count(*) FROM a") == "0");
  CHECK(database.value("SELECT to_regclass('b') IS NULL") == "t");
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "1 false");
  CHECK(database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0");
}

void check_rerun_finishes(Database& database, const TemporaryFolder& folder) {
  Program run(folder.path(), database.uri());
  const int code = run.wait();
  INFO(run.output());
  CHECK(code == 0);
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "2 false");
  CHECK(database.value("SELECT count(*) || ' ' || (SELECT x FROM b) FROM a") == std::format("{0} {0}", rows));
}

// Quicker than the time after which a server that does not confirm is given up.
void check_stops_at_once(Program& run) {
  const auto asked = std::chrono::steady_clock::now();
  run.send(SIGTERM);
  const int code = run.wait();
  INFO(run.output());
  CHECK(code == 1);
  CHECK(run.output().contains("\"code\":\"stopped\""));
  CHECK(run.output().contains("nothing of 2_b.up.sql remains"));
  CHECK(std::chrono::steady_clock::now() - asked < std::chrono::seconds(8));
}

TEST_CASE("SIGTERM in a COPY whose rows the server does not take ends it") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int, y text);"}, {"2_b.up.sql", copy_block()}});
  Database database;
  database.run(
      "CREATE TABLE gate AS SELECT true AS closed;"
      "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF NEW.x = 1000 AND (SELECT closed FROM gate) THEN PERFORM pg_sleep(600); END IF; RETURN NEW; END $$");
  {
    const TemporaryFolder first({{"1_a.up.sql", "CREATE TABLE a(x int, y text);"}});
    REQUIRE(database.migrate(first).has_value());
  }
  database.run("CREATE TRIGGER hold BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION hold()");
  Program run(folder.path(), database.uri());
  database.await(
      "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = "
      "'PgSleep')");
  check_stops_at_once(run);
  check_nothing_half_done(database);
  database.run("UPDATE gate SET closed = false");
  check_rerun_finishes(database, folder);
}

TEST_CASE("SIGTERM anywhere in a running COPY ends it") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int, y text);"}, {"2_b.up.sql", copy_block()}});
  Database database;
  {
    const TemporaryFolder first({{"1_a.up.sql", "CREATE TABLE a(x int, y text);"}});
    REQUIRE(database.migrate(first).has_value());
  }
  for (int blocks = 0; blocks < 1600; blocks += 200) {
    // Others see how large the table is before they see its rows.
    database.run("TRUNCATE a");
    Program run(folder.path(), database.uri());
    database.await(std::format("SELECT pg_relation_size('a') > {}", blocks * 8192));
    CAPTURE(blocks);
    check_stops_at_once(run);
    check_nothing_half_done(database);
  }
  check_rerun_finishes(database, folder);
}

}  // namespace
}  // namespace chandler::migrate
