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
  for (const auto* table : {"flyway_schema_history", "goose_db_version", "_sqlx_migrations"}) {
    CAPTURE(table);
    const auto refused = choose_layout("auto", files.open(), {{table}});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "migrate.other_history");
    CHECK(choose_layout("golang-migrate", files.open(), {{table}}).has_value());
  }
  CHECK(choose_layout("auto", files.open(), {{"schema_migrations", "goose_db_version"}}).has_value());
}

TEST_CASE("a folder without migrations is a problem that shows what it holds") {
  const TemporaryFolder files({{"README.md", ""}, {"U1__undo.sql", ""}});
  for (const auto* layout : {"auto", "flyway", "golang-migrate"}) {
    const auto refused = choose_layout(layout, files.open(), {});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "migrate.no_migrations");
    CHECK(refused.error().outcome == core::Outcome::problem);
    CHECK(refused.error().message.contains("README.md"));
  }
}

TEST_CASE("an unknown layout is wrong usage") {
  const TemporaryFolder files({{"V1__a.sql", ""}});
  const auto refused = choose_layout("goose", files.open(), {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().outcome == core::Outcome::usage);
  CHECK(refused.error().hint.contains("auto, flyway, golang-migrate"));
}

}  // namespace
}  // namespace chandler::migrate
