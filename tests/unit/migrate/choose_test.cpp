#include "init/migrate/layout/choose.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::migrate {
namespace {

TEST_CASE("auto goes by the names of the files and says why") {
  const TemporaryFolder flyway_files({{"V1__a.sql", ""}, {"README.md", ""}});
  const auto choice = choose_layout("auto", flyway_files.open(), {});
  REQUIRE(choice.has_value());
  CHECK(choice->layout->name() == "flyway");
  CHECK(choice->reason == "the folder holds V1__a.sql");
  const TemporaryFolder golang_files({{"1_a.up.sql", ""}, {"1_a.down.sql", ""}});
  CHECK(choose_layout("auto", golang_files.open(), {})->layout->name() == "golang-migrate");
}

TEST_CASE("two layouts in one folder are refused unless the history tells") {
  const TemporaryFolder both({{"V1__a.sql", ""}, {"1_a.up.sql", ""}});
  const auto refused = choose_layout("auto", both.open(), {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "migrate.ambiguous_layout");
  CHECK(refused.error().message.contains("V1__a.sql"));
  CHECK(refused.error().message.contains("1_a.up.sql"));
  CHECK(choose_layout("auto", both.open(), {{"schema_migrations"}})->layout->name() == "golang-migrate");
  CHECK_FALSE(choose_layout("auto", both.open(), {{"schema_migrations", "flyway_schema_history"}}).has_value());
}

TEST_CASE("a history of another tool is refused, unless the layout was said") {
  const TemporaryFolder files({{"1_a.up.sql", ""}});
  for (const auto* table : {"flyway_schema_history", "goose_db_version"}) {
    CAPTURE(table);
    const auto refused = choose_layout("auto", files.open(), {{table}});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "migrate.other_history");
    CHECK(choose_layout("golang-migrate", files.open(), {{table}}).has_value());
  }
  CHECK(choose_layout("auto", files.open(), {{"schema_migrations", "goose_db_version"}}).has_value());
}

TEST_CASE("two tools' tables of one name are told apart by the column dirty") {
  const TemporaryFolder golang_files({{"1_a.up.sql", ""}});
  const TemporaryFolder dbmate_files({{"1_a.sql", "-- migrate:up\n-- migrate:down\n"}});
  const HistoryTables golang_table{.names = {"schema_migrations"}, .has_dirty_column = true};
  const HistoryTables dbmate_table{.names = {"schema_migrations"}, .has_dirty_column = false};
  CHECK(choose_layout("auto", golang_files.open(), golang_table)->layout->name() == "golang-migrate");
  CHECK(choose_layout("auto", dbmate_files.open(), dbmate_table)->layout->name() == "dbmate");
  for (const std::string wanted : {"auto", "golang-migrate"}) {
    const auto refused = choose_layout(wanted, golang_files.open(), dbmate_table);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "migrate.other_history");
    CHECK(refused.error().message.contains("dbmate"));
  }
  for (const std::string wanted : {"auto", "dbmate"}) {
    const auto refused = choose_layout(wanted, dbmate_files.open(), golang_table);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "migrate.other_history");
    CHECK(refused.error().message.contains("golang-migrate"));
  }
}

TEST_CASE("numbered files are told apart by their contents") {
  struct Row {
    std::string contents;
    std::string layout;
    std::string reason;
  };
  const std::vector<Row> rows{
      {"-- a licence\n\n-- +goose up\nSELECT 1;\n", "goose", "1_a.sql holds \"-- +goose\" directives"},
      {"-- +goose ENVSUB ON\n-- +goose Up\n", "goose", "1_a.sql holds \"-- +goose\" directives"},
      {"-- why\n-- migrate:up transaction:false\n", "dbmate", "1_a.sql holds \"-- migrate:up\""},
      {"--migrate:up\n", "dbmate", "1_a.sql holds \"-- migrate:up\""},
      {"-- Add migration script here\n", "sqlx", "1_a.sql begins as sqlx writes it"},
      {"-- no-transaction\n", "sqlx", "1_a.sql begins as sqlx writes it"},
      {"CREATE TABLE t ();", "sqlx", "1_a.sql holds no directive of goose or dbmate"},
      {"", "sqlx", "1_a.sql holds no directive of goose or dbmate"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.contents);
    const TemporaryFolder folder({{"1_a.sql", row.contents}, {"README.md", ""}});
    const auto choice = choose_layout("auto", folder.open(), {});
    REQUIRE(choice.has_value());
    CHECK(choice->layout->name() == row.layout);
    CHECK(choice->reason == row.reason);
  }
}

TEST_CASE("a way up of its own is golang-migrate's unless the file or the history says sqlx") {
  const TemporaryFolder plain({{"1_a.up.sql", "CREATE TABLE t ();"}, {"1_a.down.sql", ""}});
  CHECK(choose_layout("auto", plain.open(), {})->layout->name() == "golang-migrate");
  const auto by_history = choose_layout("auto", plain.open(), {{"_sqlx_migrations"}});
  CHECK(by_history->layout->name() == "sqlx");
  CHECK(by_history->reason == "the folder holds 1_a.down.sql and the database holds _sqlx_migrations");
  const TemporaryFolder written(
      {{"1_a.up.sql", "-- Add up migration script here\n"}, {"1_a.down.sql", "-- Add down migration script here\n"}});
  CHECK(choose_layout("auto", written.open(), {})->layout->name() == "sqlx");
}

TEST_CASE("files of goose and dbmate in one folder are refused unless the history tells") {
  const TemporaryFolder both({{"1_a.sql", "-- +goose Up\n"}, {"2_b.sql", "-- migrate:up\n"}});
  const auto refused = choose_layout("auto", both.open(), {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "migrate.ambiguous_layout");
  CHECK(refused.error().message.contains("1_a.sql"));
  CHECK(refused.error().message.contains("2_b.sql"));
  CHECK(choose_layout("auto", both.open(), {{"goose_db_version"}})->layout->name() == "goose");
  CHECK(choose_layout("auto", both.open(), {{"schema_migrations"}, false})->layout->name() == "dbmate");
  CHECK_FALSE(choose_layout("auto", both.open(), {{"_sqlx_migrations"}}).has_value());
}

TEST_CASE("a folder without migrations is a problem that shows what it holds") {
  const TemporaryFolder files({{"README.md", ""}, {"U1__undo.sql", ""}});
  for (const auto* layout : {"auto", "flyway", "golang-migrate", "goose", "dbmate", "sqlx"}) {
    const auto refused = choose_layout(layout, files.open(), {});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "migrate.no_migrations");
    CHECK(refused.error().outcome == core::Outcome::problem);
    CHECK(refused.error().message.contains("README.md"));
  }
}

TEST_CASE("an unknown layout is wrong usage") {
  const TemporaryFolder files({{"V1__a.sql", ""}});
  const auto refused = choose_layout("alembic", files.open(), {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().outcome == core::Outcome::usage);
  CHECK(refused.error().hint.contains("auto, flyway, golang-migrate, goose, dbmate, sqlx"));
}

}  // namespace
}  // namespace chandler::migrate
