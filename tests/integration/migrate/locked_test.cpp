#include <format>
#include <future>

#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/layout.hpp"
#include "tests/integration/migrate/database.hpp"

namespace chandler::migrate {
namespace {

using namespace std::chrono_literals;
using tests::Database;

std::string lock_of(const Layout& layout, Database& database) {
  return std::to_string(
      layout.locks({.database = database.value("SELECT current_database()"), .schema = "public", .user = ""}).front());
}

TEST_CASE("a table's lock is tried for again until it is had") {
  const TemporaryFolder folder({{"1_a.up.sql", "ALTER TABLE a ADD COLUMN y int;"}});
  Database database;
  database.run("CREATE TABLE a(x int)");
  auto blocker = database.connect();
  REQUIRE(blocker.run("BEGIN; LOCK TABLE a").has_value());
  Summary summary;
  auto running = std::async(std::launch::async, [&] {
    return database.migrate(folder, summary, [](Options& options) { options.lock_timeout = 100ms; });
  });
  Database other;
  const std::string name = database.settings().parameters.at("dbname");
  other.await(
      std::format("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{}' AND application_name = "
                  "'chandler migrate' AND state = 'idle' AND query = 'ROLLBACK')",
                  name));
  REQUIRE(blocker.run("COMMIT").has_value());
  const auto done = running.get();
  if (!done) FAIL(core::describe(done.error()));
  CHECK(summary.applied == 1);
}

TEST_CASE("an index built concurrently outwaits older transactions") {
  const TemporaryFolder folder({{"1_i.up.sql", "CREATE INDEX CONCURRENTLY i ON a(x);"}});
  Database database;
  database.run("CREATE TABLE a(x int)");
  auto blocker = database.connect();
  REQUIRE(blocker.run("BEGIN; LOCK TABLE a IN ROW EXCLUSIVE MODE").has_value());
  Summary summary;
  auto running = std::async(std::launch::async, [&] {
    return database.migrate(folder, summary, [](Options& options) {
      options.lock_timeout = 50ms;
      options.patience = 0ms;
    });
  });
  Database other;
  other.await(
      std::format("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{}' AND wait_event_type = 'Lock' "
                  "AND now() - query_start > interval '300 ms')",
                  database.settings().parameters.at("dbname")));
  REQUIRE(blocker.run("COMMIT").has_value());
  const auto done = running.get();
  if (!done) FAIL(core::describe(done.error()));
  CHECK(summary.applied == 1);
}

TEST_CASE("when the patience ends the error names the blocker") {
  const TemporaryFolder folder({{"1_a.up.sql", "SELECT 1;\nALTER TABLE a ADD COLUMN y int;"}});
  Database database;
  database.run("CREATE TABLE a(x int)");
  auto blocker = database.connect();
  REQUIRE(blocker.run("BEGIN; LOCK TABLE a").has_value());
  Summary summary;
  const auto done = database.migrate(folder, summary, [](Options& options) {
    options.lock_timeout = 600ms;
    options.patience = 0ms;
  });
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == "migrate.lock_not_had");
  CHECK(done.error().outcome == core::Outcome::could_not);
  CHECK(done.error().sqlstate == "55P03");
  CHECK(done.error().where == "1_a.up.sql:2:1");
  CHECK(done.error().message.contains(
      std::format("blocked by pid {} (observer), idle in transaction", blocker.backend_pid())));
  CHECK(done.error().message.contains("LOCK TABLE a"));
  CHECK(database.value("SELECT count(*) FROM schema_migrations") == "0");
}

TEST_CASE("a statement that takes too long is ended") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);\nSELECT pg_sleep(600);"}});
  Database database;
  Summary summary;
  const auto done = database.migrate(folder, summary, [](Options& options) { options.statement_timeout = 100ms; });
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().sqlstate == "57014");
  CHECK(done.error().where == "1_a.up.sql:2:1");
  CHECK(done.error().hint.contains("--statement-timeout"));
}

TEST_CASE("a waiter leaves when the history has its version, though the lock is still held") {
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a(x int);"}});
  Database database;
  auto holder = database.connect();
  Database other;
  REQUIRE(holder.run("SELECT pg_advisory_lock(" + lock_of(flyway(), database) + ")").has_value());
  Summary summary;
  auto running = std::async(std::launch::async, [&] { return database.migrate(folder, summary); });
  // It polls, never inside a transaction.
  other.await(std::format(
      "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{}' AND application_name = 'chandler migrate' "
      "AND state = 'idle' AND query LIKE '%try_advisory%')",
      database.settings().parameters.at("dbname")));
  auto writer = database.connect();
  const Step step{
      .file = "V1__a.sql", .version = "1", .description = "a", .type = "SQL", .checksum = std::nullopt, .rank = 1};
  REQUIRE(writer.run(flyway().create_history("public") + flyway().applied("public", step)).has_value());
  const auto done = running.get();
  if (!done) FAIL(core::describe(done.error()));
  CHECK(summary.applied == 0);
  CHECK(summary.to_version == "1");
}

TEST_CASE("a stop ends the wait for the lock") {
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a(x int);"}});
  Database database;
  Database other;
  auto holder = database.connect();
  REQUIRE(holder.run("SELECT pg_advisory_lock(" + lock_of(flyway(), database) + ")").has_value());
  std::stop_source stop;
  Summary summary;
  const Options options{.source = folder.path(), .database = database.settings()};
  auto running =
      std::async(std::launch::async, [&] { return chandler::migrate::migrate(options, stop.get_token(), summary); });
  other.await(
      std::format("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{}' AND query LIKE '%try_advisory%')",
                  database.settings().parameters.at("dbname")));
  stop.request_stop();
  const auto done = running.get();
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == "stopped");
  CHECK(done.error().outcome == core::Outcome::could_not);
}

TEST_CASE("a holder that makes no progress is named when the patience ends") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"}});
  Database database;
  auto holder = database.connect();
  SECTION("the library's lock") {
    REQUIRE(holder.run("SELECT pg_advisory_lock(" + lock_of(golang_migrate(), database) + ")").has_value());
  }
  SECTION("the command line's lock") {
    const auto locks = golang_migrate().locks(
        {.database = database.value("SELECT current_database()"), .schema = "public", .user = ""});
    REQUIRE(holder.run("SELECT pg_advisory_lock(" + std::to_string(locks.back()) + ")").has_value());
  }
  Summary summary;
  const auto done = database.migrate(folder, summary, [](Options& options) { options.patience = 100ms; });
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == "migrate.lock_stalled");
  CHECK(done.error().outcome == core::Outcome::could_not);
  CHECK(done.error().message.contains(std::format("pid {} (observer)", holder.backend_pid())));
  CHECK(database.value("SELECT to_regclass('a') IS NULL") == "t");
}

}  // namespace
}  // namespace chandler::migrate
