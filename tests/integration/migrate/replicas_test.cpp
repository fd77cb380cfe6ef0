#include <algorithm>
#include <csignal>
#include <cstdint>
#include <format>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::migrate {
namespace {

using tests::Database;
using tests::Program;

void start_at_once(const TemporaryFolder& folder, const Database& database, int replicas) {
  std::vector<Program> running;
  for (int i = 0; i < replicas; ++i) running.emplace_back(folder.path(), database.uri());
  for (Program& each : running) {
    const int code = each.wait();
    INFO(each.output());
    CHECK(code == 0);
  }
}

TEST_CASE("eight replicas at once: each succeeds, each file is applied once") {
  const TemporaryFolder folder;
  for (int i = 1; i <= 30; ++i) {
    folder.write(std::format("{}_n.up.sql", i),
                 std::format("CREATE TABLE t{0}(x int); INSERT INTO t{0} VALUES (1);", i));
  }
  Database database;
  start_at_once(folder, database, 8);
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "30 false");
  CHECK(database.value("SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]+$'") == "30");
  CHECK(database.value("SELECT count(*) FROM t30") == "1");
}

TEST_CASE("eight replicas at once with indexes built concurrently") {
  const TemporaryFolder folder;
  folder.write("V1__a.sql", "CREATE TABLE a(x int, y int); INSERT INTO a SELECT g, g FROM generate_series(1, 2000) g;");
  for (int i = 2; i <= 12; ++i) {
    folder.write(std::format("V{}__i.sql", i), i % 2 == 0 ? std::format("CREATE INDEX CONCURRENTLY i{} ON a(x);", i)
                                                          : std::format("INSERT INTO a VALUES ({0}, {0});", i));
  }
  Database database;
  start_at_once(folder, database, 8);
  CHECK(database.value("SELECT count(*) || ' ' || bool_and(success) FROM flyway_schema_history") == "12 true");
  CHECK(database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass AND indisvalid") == "6");
  CHECK(database.value("SELECT count(*) FROM a") == "2005");
}

TEST_CASE("fifty replicas at once with indexes among the files take one connection each") {
  const TemporaryFolder folder;
  for (int i = 1; i <= 40; ++i) {
    const std::string table =
        std::format("CREATE TABLE t{0}(x int); INSERT INTO t{0} SELECT generate_series(1, 500);", i);
    const std::string index = std::format("CREATE INDEX CONCURRENTLY i{} ON t{}(x);", i, i - 1);
    folder.write(std::format("{}_n.up.sql", i), i % 10 == 0 ? index : table);
  }
  Database database;
  std::vector<Program> running;
  for (int i = 0; i < 50; ++i) running.emplace_back(folder.path(), database.uri());
  std::int64_t most = 0;
  REQUIRE(tests::eventually([&] {
    most = std::max(
        most, std::stol(database.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                                       "application_name LIKE 'chandler%'")));
    return std::ranges::none_of(running, [](Program& each) { return each.running(); });
  }));
  for (Program& each : running) {
    const int code = each.wait();
    INFO(each.output());
    CHECK(code == 0);
  }
  CHECK(most <= 51);  // the one that works may have its observer
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "40 false");
  CHECK(database.value("SELECT count(*) FROM pg_index WHERE indexrelid::regclass::text ~ '^i[0-9]+$' AND indisvalid") ==
        "4");
}

TEST_CASE("a waiter leaves when its version is there, though the lock is still held") {
  const TemporaryFolder newer(
      {{"1_a.up.sql", "CREATE TABLE a(x int);"}, {"2_b.up.sql", "SELECT pg_sleep(600) FROM once WHERE wait;"}});
  const TemporaryFolder older({{"1_a.up.sql", "CREATE TABLE a(x int);"}});
  Database database;
  database.run("CREATE TABLE once AS SELECT true AS wait");
  Program holder(newer.path(), database.uri());
  database.await(
      "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')");
  Program waiter(older.path(), database.uri());
  const int code = waiter.wait();
  INFO(waiter.output());
  CHECK(code == 0);
  CHECK(holder.running());
  holder.send(SIGTERM);
  CHECK(holder.wait() == 1);
}

}  // namespace
}  // namespace chandler::migrate
