#include <cstdint>
#include <format>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/layout.hpp"
#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"

// What every layout of one row a version has to do on a server; each tool's own peculiarities are the unit
// tests', and its word on the result is the compatibility tests'.
namespace chandler::migrate {
namespace {

using tests::Database;
using tests::Program;

struct Tool {
  std::string name;
  std::string table;

  // A file named 0000N_n.sql, as the tool wants it; `alone`: outside a transaction.
  std::string file(const std::string& up, const std::string& down, bool alone = false) const {
    if (name == "goose") {
      return std::format("{}-- +goose Up\n{}\n-- +goose Down\n{}\n", alone ? "-- +goose NO TRANSACTION\n" : "", up,
                         down);
    }
    if (name == "dbmate") {
      const std::string option = alone ? " transaction:false" : "";
      return std::format("-- migrate:up{0}\n{1}\n-- migrate:down{0}\n{2}\n", option, up, down);
    }
    return (alone ? "-- no-transaction\n" : "") + up;
  }

  void write(const TemporaryFolder& folder, int version, const std::string& up, const std::string& down,
             bool alone = false) const {
    if (name != "sqlx") {
      folder.write(std::format("0000{}_n.sql", version), file(up, down, alone));
      return;
    }
    folder.write(std::format("0000{}_n.up.sql", version), file(up, down, alone));
    folder.write(std::format("0000{}_n.down.sql", version), down);
  }

  // The versions in its history, in order: "1 2".
  std::string history(Database& database) const {
    const bool goose = name == "goose";
    return database.value(
        std::format("SELECT coalesce(string_agg(ltrim({0}::text, '0'), ' ' ORDER BY {0}), '') FROM {1} {2}",
                    goose ? "version_id" : "version", table, goose ? "WHERE version_id <> 0" : ""));
  }
};

const std::vector<Tool> tools{
    {"goose", "goose_db_version"}, {"dbmate", "schema_migrations"}, {"sqlx", "_sqlx_migrations"}};

core::Expected<void> migrate_as(const Tool& tool, Database& database, const TemporaryFolder& folder, Summary& summary,
                                const std::function<void(Options&)>& change = {}) {
  return database.migrate(folder, summary, [&](Options& options) {
    options.layout = tool.name;
    if (change) change(options);
  });
}

TEST_CASE("goose, dbmate, sqlx: up, nothing left, and down again") {
  for (const Tool& tool : tools) {
    DYNAMIC_SECTION(tool.name) {
      const TemporaryFolder folder;
      tool.write(folder, 1, "CREATE TABLE t1 (x int);", "DROP TABLE t1;");
      tool.write(folder, 2, "CREATE TABLE t2 (x int);\nINSERT INTO t2 VALUES (1);", "DROP TABLE t2;");
      tool.write(folder, 3, "CREATE TABLE t3 (x int);", "DROP TABLE t3;");
      Database database;
      Summary first;
      REQUIRE(migrate_as(tool, database, folder, first).has_value());
      CHECK(first.applied == 3);
      CHECK(tool.history(database) == "1 2 3");
      Summary second;
      REQUIRE(migrate_as(tool, database, folder, second).has_value());
      CHECK(second.applied == 0);
      CHECK(second.pending == 0);
      Summary down;
      const auto back = migrate_as(tool, database, folder, down, [&](Options& options) {
        options.direction = Direction::down;
        options.target = tool.name == "dbmate" ? "00001" : "1";
        options.down_from = tool.name == "dbmate" ? "00003" : "3";
      });
      INFO((back ? "" : core::describe(back.error())));
      REQUIRE(back.has_value());
      CHECK(tool.history(database) == "1");
      CHECK(database.value(
                "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relname ~ '^t[0-9]$'") == "t1");
    }
  }
}

TEST_CASE("goose, dbmate, sqlx: a file that fails leaves nothing, and points at its line") {
  for (const Tool& tool : tools) {
    DYNAMIC_SECTION(tool.name) {
      const TemporaryFolder folder;
      tool.write(folder, 1, "CREATE TABLE t1 (x int);\nSELECT nothing;", "DROP TABLE t1;");
      Database database;
      Summary summary;
      const auto failed = migrate_as(tool, database, folder, summary);
      REQUIRE_FALSE(failed.has_value());
      CHECK(failed.error().sqlstate == "42703");
      const int line = tool.name == "sqlx" ? 2 : 3;
      CHECK(failed.error().where.contains(std::format(":{}:8", line)));
      CHECK(tool.history(database).empty());
      CHECK(database.value("SELECT to_regclass('t1') IS NULL") == "t");
    }
  }
}

TEST_CASE("goose, dbmate, sqlx: an index built concurrently goes on after it failed") {
  for (const Tool& tool : tools) {
    DYNAMIC_SECTION(tool.name) {
      const TemporaryFolder folder;
      tool.write(folder, 1, "CREATE TABLE t1 (x int);\nINSERT INTO t1 VALUES (1), (1);", "DROP TABLE t1;");
      tool.write(folder, 2, "CREATE UNIQUE INDEX CONCURRENTLY t1_x ON t1 (x);", "DROP INDEX t1_x;", true);
      Database database;
      Summary summary;
      REQUIRE_FALSE(migrate_as(tool, database, folder, summary).has_value());
      CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 't1_x'::regclass") == "f");
      database.run("DELETE FROM t1 WHERE ctid = (SELECT min(ctid) FROM t1)");
      Summary again;
      const auto healed = migrate_as(tool, database, folder, again);
      INFO((healed ? "" : core::describe(healed.error())));
      REQUIRE(healed.has_value());
      CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 't1_x'::regclass") == "t");
      CHECK(tool.history(database) == "1 2");
    }
  }
}

TEST_CASE("goose, dbmate, sqlx: four replicas at once apply each file once") {
  for (const Tool& tool : tools) {
    DYNAMIC_SECTION(tool.name) {
      const TemporaryFolder folder;
      for (int i = 1; i <= 9; ++i) {
        tool.write(folder, i, std::format("CREATE TABLE t{0} (x int);\nINSERT INTO t{0} VALUES (1);", i),
                   std::format("DROP TABLE t{};", i));
      }
      Database database;
      std::vector<Program> running;
      for (int i = 0; i < 4; ++i) {
        running.emplace_back(folder.path(), database.uri(), std::vector<std::string>{"--layout", tool.name});
      }
      for (Program& each : running) {
        const int code = each.wait();
        INFO(each.output());
        CHECK(code == 0);
      }
      CHECK(tool.history(database) == "1 2 3 4 5 6 7 8 9");
      CHECK(database.value("SELECT count(*) FROM t9") == "1");
    }
  }
}

// The tools' own numbers, as their libraries take them: goose's default of today, sqlx's of this database.
TEST_CASE("a lock that goose's or sqlx's library holds is waited for") {
  for (const Tool& tool : {tools[0], tools[2]}) {
    DYNAMIC_SECTION(tool.name) {
      const TemporaryFolder folder;
      tool.write(folder, 1, "CREATE TABLE t1 (x int);", "DROP TABLE t1;");
      Database database;
      const DatabaseFacts facts{.database = database.value("SELECT current_database()"), .schema = "public"};
      const std::int64_t number = tool.name == "goose" ? 4097083626 : sqlx().locks(facts).front();
      auto library = database.connect();
      REQUIRE(library.run(std::format("SELECT pg_advisory_lock({})", number)).has_value());
      Program program(folder.path(), database.uri(), {"--layout", tool.name});
      database.await(
          "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND application_name = "
          "'chandler "
          "migrate' AND query LIKE '%pg_try_advisory_lock%'");
      CHECK(program.running());
      CHECK(database.value(std::format("SELECT to_regclass('{}') IS NULL", tool.table)) == "t");
      REQUIRE(library.run("SELECT pg_advisory_unlock_all()").has_value());
      CHECK(program.wait() == 0);
      CHECK(tool.history(database) == "1");
    }
  }
}

TEST_CASE("goose, dbmate, sqlx: a baseline makes rows and runs nothing") {
  for (const Tool& tool : tools) {
    DYNAMIC_SECTION(tool.name) {
      const TemporaryFolder folder;
      tool.write(folder, 1, "CREATE TABLE t1 (x int);", "");
      tool.write(folder, 2, "CREATE TABLE t2 (x int);", "");
      tool.write(folder, 3, "ALTER TABLE t1 ADD COLUMN y int;", "");
      Database database;
      database.run("CREATE TABLE t1 (x int); CREATE TABLE t2 (x int)");
      Summary summary;
      const auto done = migrate_as(tool, database, folder, summary,
                                   [&](Options& options) { options.baseline = tool.name == "dbmate" ? "00002" : "2"; });
      INFO((done ? "" : core::describe(done.error())));
      REQUIRE(done.has_value());
      CHECK(tool.history(database) == "1 2 3");
      CHECK(summary.applied == 1);
    }
  }
}

TEST_CASE("the server tells golang-migrate's table from dbmate's") {
  const TemporaryFolder golang({{"1_a.up.sql", "CREATE TABLE t1 (x int);"}});
  const TemporaryFolder dbmate({{"1_a.sql", "-- migrate:up\nCREATE TABLE t1 (x int);\n-- migrate:down\n"}});
  for (const auto& [own, other] : {std::pair(&golang, &dbmate), std::pair(&dbmate, &golang)}) {
    Database database;
    REQUIRE(database.migrate(*own).has_value());
    REQUIRE(database.migrate(*own).has_value());
    const auto refused = database.migrate(*other);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "migrate.other_history");
  }
}

TEST_CASE("goose: ENVSUB takes the environment that it is given") {
  const TemporaryFolder folder(
      {{"1_a.sql", "-- +goose Up\n-- +goose ENVSUB ON\nCREATE TABLE ${TABLE} (x int);\n-- +goose Down\n"}});
  Database database;
  Summary summary;
  REQUIRE(database
              .migrate(folder, summary,
                       [](Options& options) {
                         options.environment = [](std::string_view name) -> std::optional<std::string> {
                           return name == "TABLE" ? std::optional<std::string>("from_environment") : std::nullopt;
                         };
                       })
              .has_value());
  CHECK(database.value("SELECT to_regclass('from_environment') IS NOT NULL") == "t");
}

}  // namespace
}  // namespace chandler::migrate
