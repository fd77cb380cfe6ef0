#include <catch2/catch_test_macros.hpp>

#include "tests/integration/migrate/database.hpp"

namespace chandler::migrate {
namespace {

using tests::Database;

void require(const core::Expected<void>& done) {
  if (!done) FAIL(core::describe(done.error()));
}

// What golang-migrate leaves when its file fails, or when it dies.
void mark_dirty(Database& database, int version) {
  database.run(
      "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint not null primary key, dirty boolean not null);"
      "TRUNCATE schema_migrations; INSERT INTO schema_migrations VALUES (" +
      std::to_string(version) + ", true)");
}

// What a CREATE INDEX CONCURRENTLY that died leaves behind.
void make_invalid_index(Database& database) {
  database.run("CREATE TABLE a(x int); INSERT INTO a VALUES (1), (1)");
  auto session = database.connect();
  REQUIRE_FALSE(session.run("CREATE UNIQUE INDEX CONCURRENTLY i ON a(x)").has_value());
  database.run("DELETE FROM a");
  REQUIRE(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass") == "f");
}

TEST_CASE("golang-migrate's dirty mark is healed where the file shows that it was not applied") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"},
                                {"2_b.up.sql", "CREATE TABLE b(x int); INSERT INTO b VALUES (1);"},
                                {"3_c.up.sql", "CREATE TABLE c(x int);"}});
  Database database;
  database.run("CREATE TABLE a(x int)");
  mark_dirty(database, 2);
  require(database.migrate(folder));
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "3 false");
  CHECK(database.value("SELECT count(*) FROM b") == "1");
}

TEST_CASE("a dirty file that was applied is explained, and nothing is touched") {
  const TemporaryFolder folder({{"1_a.up.sql", "INSERT INTO log VALUES (1); CREATE TABLE a(x int);"}});
  Database database;
  database.run("CREATE TABLE log(x int); CREATE TABLE a(x int)");
  mark_dirty(database, 1);
  const auto done = database.migrate(folder);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == "migrate.dirty");
  CHECK(done.error().hint.contains("UPDATE \"public\".\"schema_migrations\" SET dirty = false"));
  CHECK(database.value("SELECT count(*) FROM log") == "0");
  CHECK(database.value("SELECT dirty FROM schema_migrations") == "t");
}

TEST_CASE("a dirty file that could be applied twice is not run again") {
  const TemporaryFolder folder({{"1_a.up.sql", "UPDATE account SET balance = balance + 1;"}});
  Database database;
  database.run("CREATE TABLE account AS SELECT 1 AS balance");
  mark_dirty(database, 1);
  const auto done = database.migrate(folder);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == "migrate.dirty");
  CHECK(done.error().outcome == core::Outcome::problem);
  CHECK(database.value("SELECT balance FROM account") == "1");
}

TEST_CASE("an invalid index is dropped and built again, also under IF NOT EXISTS") {
  Database database;
  make_invalid_index(database);
  SECTION("golang-migrate") {
    const TemporaryFolder folder({{"1_i.up.sql", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a(x);"}});
    mark_dirty(database, 1);
    require(database.migrate(folder));
    CHECK(database.value("SELECT dirty FROM schema_migrations") == "f");
  }
  SECTION("flyway") {
    const TemporaryFolder folder({{"V1__base.sql", "SELECT 1;"}});
    database.run("ALTER TABLE a SET SCHEMA information_schema");  // Flyway wants an empty schema to start in
    require(database.migrate(folder));
    database.run("ALTER TABLE information_schema.a SET SCHEMA public");
    folder.write("V2__i.sql", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON public.a(x);");
    require(database.migrate(folder));
  }
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass") == "t");
}

TEST_CASE("what a REINDEX CONCURRENTLY that died left is dropped before the next") {
  const TemporaryFolder folder({{"1_i.up.sql", "REINDEX INDEX CONCURRENTLY i;"}});
  Database database;
  database.run("CREATE TABLE a(x int); INSERT INTO a SELECT generate_series(1, 100); CREATE INDEX i ON a(x)");
  // Ended while it waits for an older transaction, when the twin is made and not yet valid.
  auto older = database.connect();
  REQUIRE(older.run("BEGIN; LOCK TABLE a IN ROW EXCLUSIVE MODE").has_value());
  auto session = database.connect();
  REQUIRE(session.run("SET lock_timeout = 50").has_value());
  REQUIRE_FALSE(session.run("REINDEX INDEX CONCURRENTLY i").has_value());
  REQUIRE(older.run("COMMIT").has_value());
  REQUIRE(database.value("SELECT string_agg(indexrelid::regclass::text, ',') FROM pg_index WHERE NOT indisvalid") ==
          "i_ccnew");
  SECTION("of a file that was interrupted") {
    mark_dirty(database, 1);
    require(database.migrate(folder));
    CHECK(database.value("SELECT string_agg(indexrelid::regclass::text, ',') FROM pg_index WHERE indrelid = "
                         "'a'::regclass") == "i");
  }
  SECTION("and nobody else's") {
    require(database.migrate(folder));
    CHECK(database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass AND NOT indisvalid") == "1");
  }
}

TEST_CASE("an index that was built before the run died is not built twice") {
  const TemporaryFolder folder(
      {{"1_i.up.sql", "CREATE INDEX CONCURRENTLY i ON a(x);\nCREATE INDEX CONCURRENTLY j ON a(y);"}});
  Database database;
  database.run("CREATE TABLE a(x int, y int); CREATE INDEX i ON a(x)");
  mark_dirty(database, 1);
  require(database.migrate(folder));
  CHECK(database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass AND indisvalid") == "2");
}

TEST_CASE("without a mark of an interrupted run an existing index is an error") {
  const TemporaryFolder folder({{"1_i.up.sql", "CREATE INDEX CONCURRENTLY i ON a(x);"}});
  Database database;
  database.run("CREATE TABLE a(x int); CREATE INDEX i ON a(x)");
  const auto done = database.migrate(folder);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().sqlstate == "42P07");
}

TEST_CASE("flyway: a failed row is resumed and becomes a success of the same rank") {
  const TemporaryFolder folder(
      {{"V1__a.sql", "CREATE TABLE a(x int);"}, {"V2__i.sql", "CREATE INDEX CONCURRENTLY i ON nowhere(x);"}});
  Database database;
  const auto failed = database.migrate(folder);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().where.starts_with("V2__i.sql:1:"));
  CHECK(failed.error().message.contains("run again"));
  CHECK(database.value("SELECT success FROM flyway_schema_history WHERE installed_rank = 2") == "f");
  folder.write("V2__i.sql", "CREATE INDEX CONCURRENTLY i ON a(x);");
  folder.write("V3__b.sql", "CREATE TABLE b(x int);");
  require(database.migrate(folder));
  CHECK(database.value("SELECT string_agg(installed_rank || ' ' || success, ',' ORDER BY installed_rank) FROM "
                       "flyway_schema_history") == "1 true,2 true,3 true");
  require(database.migrate(folder));  // the checksum is the new file's
}

}  // namespace
}  // namespace chandler::migrate
