#include <catch2/catch_test_macros.hpp>

#include "tests/integration/migrate/database.hpp"

namespace chandler::migrate {
namespace {

using tests::Database;

void require(const core::Expected<void>& done) {
  if (!done) FAIL(core::describe(done.error()));
}

core::Error refusal(const core::Expected<void>& done) {
  REQUIRE_FALSE(done.has_value());
  return done.error();
}

TEST_CASE("golang-migrate: files are applied in order, once") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"},
                                {"1_a.down.sql", "DROP TABLE a"},
                                {"2_b.up.sql", "INSERT INTO a VALUES (1)"}});
  Database database;
  Summary summary;
  require(database.migrate(folder, summary));
  CHECK(summary.layout == "golang-migrate");
  CHECK(summary.applied == 2);
  CHECK(summary.pending == 0);
  CHECK(summary.to_version == "2");
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "2 false");
  Summary again;
  require(database.migrate(folder, again));
  CHECK(again.applied == 0);
  CHECK(again.from_version == "2");
  CHECK(database.value("SELECT count(*) FROM a") == "1");
}

TEST_CASE("flyway: the history is written as Flyway does") {
  const TemporaryFolder folder({{"V1__create_menu.sql", "CREATE TABLE a(x int);"},
                                {"sub/V1_1__more.sql", "SELECT pg_sleep(0.02);"},
                                {"R__views.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;"}});
  Database database;
  require(database.migrate(folder));
  CHECK(database.value("SELECT string_agg(concat_ws('|', installed_rank, version, description, type, script, "
                       "installed_by, success), ' ; ' "
                       "ORDER BY installed_rank) FROM flyway_schema_history") ==
        "1|1|create menu|SQL|V1__create_menu.sql|postgres|t ; 2|1.1|more|SQL|sub/V1_1__more.sql|postgres|t ; "
        "3|views|SQL|R__views.sql|postgres|t");
  CHECK(database.value("SELECT execution_time BETWEEN 20 AND 60000 FROM flyway_schema_history WHERE version = '1.1'") ==
        "t");
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history WHERE checksum IS NOT NULL") == "3");
  CHECK(database.value("SELECT count(*) FROM pg_indexes WHERE indexname IN ('flyway_schema_history_pk', "
                       "'flyway_schema_history_s_idx')") == "2");

  folder.write("R__views.sql", "CREATE OR REPLACE VIEW v AS SELECT 2 AS one;");
  folder.write("V2__next.sql", "SELECT '${flyway:defaultSchema}' AS s INTO b;");
  Summary summary;
  require(database.migrate(folder, summary));
  CHECK(summary.applied == 2);
  CHECK(database.value("SELECT s FROM b") == "public");
  CHECK(database.value("SELECT one FROM v") == "2");
  CHECK(database.value("SELECT max(installed_rank) FROM flyway_schema_history") == "5");
}

TEST_CASE("a failing statement leaves nothing of its file, and is told with its place") {
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a(x int);"},
                                {"V2__b.sql", "CREATE TABLE b(x int);\nINSERT INTO b\n  SELECT nowhere;\n"}});
  Database database;
  Summary summary;
  const core::Error error = refusal(database.migrate(folder, summary));
  CHECK(error.code == "migrate.statement_failed");
  CHECK(error.outcome == core::Outcome::problem);
  CHECK(error.where == "V2__b.sql:3:10");
  CHECK(error.sqlstate == "42703");
  CHECK(error.message.contains("INSERT INTO b SELECT nowhere;"));
  CHECK(error.message.contains("rolled back: nothing of V2__b.sql remains"));
  CHECK(summary.applied == 1);
  CHECK(summary.pending == 1);
  CHECK(database.value("SELECT to_regclass('b') IS NULL") == "t");
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "1");
}

TEST_CASE("an error without a position is found by its statement") {
  const TemporaryFolder folder({{"1_a.up.sql",
                                 "CREATE TABLE a(x int PRIMARY KEY);\nINSERT INTO a VALUES (1);\n\n  -- twice\n  "
                                 "INSERT INTO a VALUES (1);\nSELECT 1;"}});
  Database database;
  const core::Error error = refusal(database.migrate(folder));
  CHECK(error.where == "1_a.up.sql:5:3");
  CHECK(error.message.contains("Key (x)=(1) already exists"));
  CHECK(database.value("SELECT count(*) FROM schema_migrations") == "0");
}

TEST_CASE("what fails at COMMIT is told so") {
  const TemporaryFolder folder({{"1_a.up.sql",
                                 "CREATE TABLE a(x int PRIMARY KEY);CREATE TABLE b(x int REFERENCES a DEFERRABLE "
                                 "INITIALLY DEFERRED);INSERT INTO b VALUES (1);"}});
  Database database;
  const core::Error error = refusal(database.migrate(folder));
  CHECK(error.sqlstate == "23503");
  CHECK(error.message.contains("in its last step"));
  CHECK(error.where == "1_a.up.sql");
  CHECK(database.value("SELECT to_regclass('a') IS NULL") == "t");
}

TEST_CASE("what a file leaves in the session reaches neither the history nor the next file") {
  const TemporaryFolder folder(
      {{"1_a.up.sql",
        "CREATE ROLE migrate_nobody; SELECT pg_catalog.set_config('search_path', '', false); SET ROLE migrate_nobody; "
        "CREATE TEMP TABLE t(x int);"},
       {"2_b.up.sql", "CREATE TABLE b(x int); CREATE TEMP TABLE t(x int); DROP ROLE migrate_nobody;"}});
  Database database;
  require(database.migrate(folder));
  CHECK(database.value("SELECT to_regclass('public.b') IS NOT NULL") == "t");
}

TEST_CASE("COPY brings its rows, and a bad one is told by its line") {
  const TemporaryFolder folder({{"1_a.up.sql",
                                 "CREATE TABLE a(x int, y text);\nCOPY a (x, y) FROM stdin;\n1\tit's; "
                                 "\"x\n2\t\\N\n\\.\nINSERT INTO a VALUES (3, 'z');\n"}});
  Database database;
  require(database.migrate(folder));
  CHECK(database.value("SELECT string_agg(x || coalesce(y, '-'), ',' ORDER BY x) FROM a") == "1it's; \"x,2-,3z");
  folder.write("2_b.up.sql", "-- rows\nCOPY a (x, y) FROM stdin;\n4\ta\nfive\tb\n\\.\n");
  const core::Error error = refusal(database.migrate(folder));
  CHECK(error.where == "2_b.up.sql:4:1");
  CHECK(error.sqlstate == "22P02");
  CHECK(database.value("SELECT count(*) FROM a") == "3");
  CHECK(database.value("SELECT version FROM schema_migrations") == "1");
}

TEST_CASE("a file with its own BEGIN and COMMIT is one transaction with its row") {
  const TemporaryFolder folder(
      {{"1_a.up.sql", "BEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE a(x int);\nSELECT 1/0;\nCOMMIT;\n"}});
  Database database;
  CHECK(refusal(database.migrate(folder)).where == "1_a.up.sql:3:1");
  CHECK(database.value("SELECT to_regclass('a') IS NULL AND NOT EXISTS (SELECT FROM schema_migrations)") == "t");
  folder.write("1_a.up.sql",
               "BEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE a AS SELECT current_setting('transaction_isolation') "
               "AS x;\nCOMMIT; -- end\n");
  require(database.migrate(folder));
  CHECK(database.value("SELECT x FROM a") == "serializable");
}

TEST_CASE("a file that commits as it likes runs as it is") {
  const TemporaryFolder folder(
      {{"1_a.up.sql", "BEGIN; CREATE TABLE a(x int); COMMIT; BEGIN; CREATE TABLE b(x int); COMMIT;"}});
  Database database;
  require(database.migrate(folder));
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "1 false");
  folder.write("2_b.up.sql", "BEGIN; CREATE TABLE c(x int); COMMIT; BEGIN; CREATE TABLE d(x int);");
  CHECK(refusal(database.migrate(folder)).code == "migrate.open_transaction");
  CHECK(database.value("SELECT to_regclass('d') IS NULL") == "t");
}

TEST_CASE("indexes are built concurrently, and other files may not mix with them") {
  const TemporaryFolder folder(
      {{"V1__a.sql", "CREATE TABLE a(x int, y int);"},
       {"V2__i.sql",
        "SET lock_timeout = '3s';\nCREATE INDEX CONCURRENTLY i ON a(x);\nCREATE INDEX CONCURRENTLY j ON a(y);"}});
  Database database;
  require(database.migrate(folder));
  CHECK(database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass AND indisvalid") == "2");
  CHECK(database.value("SELECT success FROM flyway_schema_history WHERE version = '2'") == "t");
  folder.write("V3__mixed.sql", "DROP INDEX i;\nVACUUM a;");
  const core::Error error = refusal(database.migrate(folder));
  CHECK(error.code == "sql.mixed");
  CHECK(error.where == "V3__mixed.sql:2:1");
  folder.write("V3__mixed.sql.conf", "executeInTransaction=false");
  require(database.migrate(folder));
}

TEST_CASE("a value added to an enum and used at once is explained") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t(x e);"},
                                {"2_b.up.sql", "ALTER TYPE e ADD VALUE 'b';\nINSERT INTO t VALUES ('b');"}});
  Database database;
  const core::Error error = refusal(database.migrate(folder));
  CHECK(error.sqlstate == "55P04");
  CHECK(error.hint.contains("in a migration of its own"));
}

TEST_CASE("a dry run changes nothing") {
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a(x int);"}});
  Database database;
  Summary summary;
  require(database.migrate(folder, summary, [](Options& options) { options.dry_run = true; }));
  REQUIRE(summary.plan.has_value());
  CHECK(summary.plan->pending.size() == 1);
  CHECK(database.value("SELECT to_regclass('flyway_schema_history') IS NULL") == "t");
}

TEST_CASE("flyway: a schema with tables and no history is refused, an extension's tables are nobody's") {
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a(x int);"}});
  Database database;
  database.run("CREATE EXTENSION IF NOT EXISTS plpgsql; CREATE TABLE older(x int)");
  const core::Error error = refusal(database.migrate(folder));
  CHECK(error.code == "migrate.no_history");
  CHECK(error.hint.contains("baseline"));
  database.run("DROP TABLE older");
  require(database.migrate(folder));
}

TEST_CASE("a read-only database is fine until something is pending") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"}});
  Database database;
  require(database.migrate(folder));
  Summary summary;
  const auto read_only = [](Options& options) {
    options.database.parameters["options"] = "-c default_transaction_read_only=on";
  };
  require(database.migrate(folder, summary, read_only));
  folder.write("2_b.up.sql", "CREATE TABLE b(x int);");
  const core::Error error = refusal(database.migrate(folder, summary, read_only));
  CHECK(error.code == "database.read_only");
  CHECK(error.outcome == core::Outcome::problem);
}

TEST_CASE("dbmate's history is told apart from golang-migrate's") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"}});
  Database database;
  database.run("CREATE TABLE schema_migrations (version varchar PRIMARY KEY)");
  const core::Error error = refusal(database.migrate(folder));
  CHECK(error.code == "migrate.other_history");
  CHECK(error.message.contains("dbmate's"));
  CHECK(database.value("SELECT to_regclass('a') IS NULL") == "t");
}

TEST_CASE("a role without the right to create is told so") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"}});
  Database database;
  database.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC");  // the default since 15
  database.run("DO $$ BEGIN CREATE ROLE migrate_guest LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  Summary summary;
  const core::Error error = refusal(database.migrate(
      folder, summary, [](Options& options) { options.database.parameters["user"] = "migrate_guest"; }));
  CHECK(error.sqlstate == "42501");
  CHECK(error.outcome == core::Outcome::problem);
  CHECK_FALSE(error.hint.empty());
}

}  // namespace
}  // namespace chandler::migrate
