#include <cstdlib>
#include <format>
#include <string>
#include <utility>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"

namespace chandler::migrate {
namespace {

using tests::Database;
using tests::Program;

struct Ended {
  int code;
  std::string output;
};

Ended run(const TemporaryFolder& folder, const Database& database, const std::vector<std::string>& words) {
  Program program(folder.path(), database.uri(), words);
  const int code = program.wait();
  return {code, program.output()};
}

struct ThreeSteps : TemporaryFolder {
  ThreeSteps() {
    for (int n = 1; n <= 3; ++n) {
      write(std::format("{}_step.up.sql", n), std::format("CREATE TABLE t{}(x int);", n));
      write(std::format("{}_step.down.sql", n), std::format("DROP TABLE t{};", n));
    }
  }
};

TEST_CASE("status shows every migration, as a table and as JSON") {
  const ThreeSteps folder;
  Database database;
  REQUIRE(run(folder, database, {"--target", "2"}).code == 0);
  const Ended table = run(folder, database, {"status"});
  CHECK(table.code == 0);
  CHECK(table.output.contains("golang-migrate: at version 2\n"));
  CHECK(table.output.contains("2        applied              2_step.up.sql\n"));
  CHECK(table.output.contains("3        pending              3_step.up.sql\n"));
  CHECK_FALSE(table.output.contains("\x1b["));
  const auto json = nlohmann::json::parse(run(folder, database, {"status", "--output", "json"}).output);
  CHECK(json.at("version") == "2");
  CHECK(json.at("migrations").size() == 3);
  CHECK(json.at("migrations").at(2).at("condition") == "pending");
}

TEST_CASE("up is the same as no word at all") {
  const ThreeSteps folder;
  Database database;
  CHECK(run(folder, database, {"up"}).code == 0);
  CHECK(database.value("SELECT version FROM schema_migrations") == "3");
}

TEST_CASE("down goes back by the files' own way, newest first") {
  const ThreeSteps folder;
  Database database;
  REQUIRE(run(folder, database, {}).code == 0);
  SECTION("when it is told so") {
    const Ended ended = run(folder, database, {"down", "--to", "1", "--yes"});
    INFO(ended.output);
    CHECK(ended.code == 0);
    CHECK(ended.output.find("undid 3_step.down.sql") < ended.output.find("undid 2_step.down.sql"));
    CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "1 false");
    CHECK(database.value("SELECT to_regclass('t1') IS NOT NULL AND to_regclass('t2') IS NULL") == "t");
    CHECK(run(folder, database, {"down", "--to", "0", "--yes"}).code == 0);
    CHECK(database.value("SELECT to_regclass('t1') IS NULL") == "t");
    CHECK(run(folder, database, {}).code == 0);
    CHECK(database.value("SELECT version FROM schema_migrations") == "3");
  }
  SECTION("not when nobody can be asked") {
    const Ended ended = run(folder, database, {"down", "--to", "1"});
    CHECK(ended.code == 2);
    CHECK(ended.output.contains("migrate.not_confirmed"));
  }
  SECTION("not as a dry run") {
    const Ended ended = run(folder, database, {"down", "--to", "1", "--dry-run"});
    CHECK(ended.code == 0);
    CHECK(ended.output.contains("DROP TABLE t3;"));
  }
  SECTION("never in a pod") {
    setenv("CHANDLER_POD", "order-0", 1);
    const Ended ended = run(folder, database, {"down", "--to", "1", "--yes"});
    unsetenv("CHANDLER_POD");
    CHECK(ended.code == 2);
    CHECK(ended.output.contains("migrate.down_in_pod"));
  }
  if (database.value("SELECT version FROM schema_migrations") != "3") FAIL("something was undone");
}

TEST_CASE("down stops when somebody else moved the database meanwhile") {
  const ThreeSteps folder;
  Database database;
  REQUIRE(run(folder, database, {}).code == 0);
  Summary summary;
  const auto done = database.migrate(folder, summary, [](Options& options) {
    options.direction = Direction::down;
    options.target = "1";
    options.down_from = "2";  // what the person saw
  });
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == "migrate.moved");
  CHECK(database.value("SELECT version FROM schema_migrations") == "3");
}

TEST_CASE("validate names every problem, also those of pending files") {
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a(x int);"}, {"V2__b.sql", "CREATE TABLE b(x int);"}});
  Database database;
  REQUIRE(run(folder, database, {}).code == 0);
  CHECK(run(folder, database, {"validate"}).code == 0);
  folder.write("V3__c.sql", "\\restrict x\nSELECT 1;");
  const Ended pending = run(folder, database, {"validate"});
  CHECK(pending.code == 2);
  CHECK(pending.output.contains("sql.psql_command"));
  folder.write("V1__a.sql", "CREATE TABLE a(x bigint);");
  folder.write("V2__b.sql", "CREATE TABLE b(x bigint);");
  const Ended changed = run(folder, database, {"validate"});
  CHECK(changed.code == 2);
  CHECK(changed.output.contains("V1__a.sql was changed"));
  CHECK(changed.output.contains("V2__b.sql was changed"));
}

TEST_CASE("repair takes a checksum from the file, and asks about what was interrupted") {
  const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a(x int);"}});
  Database database;
  REQUIRE(run(folder, database, {}).code == 0);
  folder.write("V1__a.sql", "CREATE TABLE a(x int, y int);");
  CHECK(run(folder, database, {}).code == 2);
  const Ended shown = run(folder, database, {"repair", "--dry-run"});
  CHECK(shown.code == 0);
  CHECK(shown.output.contains("UPDATE"));
  CHECK(run(folder, database, {}).code == 2);
  CHECK(run(folder, database, {"repair"}).code == 0);
  CHECK(run(folder, database, {}).code == 0);
  database.run("UPDATE flyway_schema_history SET success = false");
  const Ended asked = run(folder, database, {"repair"});
  CHECK(asked.code == 64);
  CHECK(asked.output.contains("--interrupted"));
  CHECK(run(folder, database, {"repair", "--interrupted", "applied"}).code == 0);
  CHECK(database.value("SELECT success FROM flyway_schema_history") == "t");
}

TEST_CASE("a baseline counts what is older as applied, and the rest follows") {
  const ThreeSteps folder;
  Database database;
  database.run("CREATE TABLE t1(x int); CREATE TABLE t2(x int)");
  const Ended shown = run(folder, database, {"--baseline", "2", "--dry-run"});
  INFO(shown.output);
  CHECK(shown.code == 0);
  CHECK(shown.output.contains("1 pending"));
  CHECK(database.value("SELECT to_regclass('schema_migrations') IS NULL") == "t");
  CHECK(run(folder, database, {"--baseline", "2"}).code == 0);
  CHECK(database.value("SELECT version FROM schema_migrations") == "3");
  CHECK(database.value("SELECT to_regclass('t3') IS NOT NULL") == "t");
}

TEST_CASE("a dry run shows the plan and what lint finds in it, and ends as lint says") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"}});
  Database database;
  REQUIRE(run(folder, database, {}).code == 0);
  database.run("INSERT INTO a SELECT generate_series(1, 200000); ANALYZE a");
  folder.write("2_i.up.sql", "CREATE INDEX i ON a(x);");
  for (const auto& [mode, code] : {std::pair("warn", 0), std::pair("refuse", 2)}) {
    const Ended shown = run(folder, database, {"--dry-run", "--lint", mode});
    CAPTURE(mode, shown.output);
    CHECK(shown.code == code);
    CHECK(shown.output.contains("-- 1 pending, 1 applied; from version 1 to 2\n"));
    CHECK(shown.output.contains("CREATE INDEX i ON a(x);"));
    CHECK(shown.output.contains("\"event\":\"lint\""));
    CHECK(shown.output.contains("\"code\":\"migrate.lint\"") == (code == 2));
  }
  CHECK(database.value("SELECT version FROM schema_migrations") == "1");
}

TEST_CASE("the SQL of a dry run is what would run") {
  const TemporaryFolder folder({{"V1__a;b.sql", "CREATE TABLE a(x text);\nINSERT INTO a VALUES ('it''s; so');"},
                                {"V2__i.sql", "CREATE INDEX CONCURRENTLY i ON a(x)"}});
  Database database;
  Summary summary;
  std::string sql;
  const auto done = database.migrate(folder, summary, [&](Options& options) {
    options.dry_run = true;
    options.show_sql = [&](std::string_view text) { sql += text; };
  });
  REQUIRE(done.has_value());
  INFO(sql);
  CHECK(sql.contains("INSERT INTO a VALUES ('it''s; so');"));
  CHECK(sql.contains("'a;b'"));  // the description, in one piece
  CHECK(sql.contains("CREATE INDEX CONCURRENTLY i ON a(x)"));
  CHECK(database.value("SELECT to_regclass('a') IS NULL") == "t");
}

}  // namespace
}  // namespace chandler::migrate
