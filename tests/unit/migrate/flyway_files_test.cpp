#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/flyway/files.hpp"
#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::migrate::flyway_layout {
namespace {

Version version(std::string_view text) {
  return Version::parse(text).value();
}

TEST_CASE("versions are compared number by number") {
  CHECK(version("1") == version("1.0"));
  CHECK(version("1") == version("01"));
  CHECK(version("1_0_0") == version("1"));
  CHECK(version("2") < version("10"));
  CHECK(version("1.2") < version("1.10"));
  CHECK(version("1") < version("1.0.1"));
  CHECK(version("99999999999999999999") < version("100000000000000000000"));
  CHECK(version("20250101120000") > version("1.9"));
  CHECK(version("16_0_01").text() == "16.0.01");
}

TEST_CASE("what is no version is refused") {
  for (const auto* text : {"", "a", "1.", ".1", "1..2", "1_", "1a", "-1"}) {
    CAPTURE(text);
    CHECK_FALSE(Version::parse(text).has_value());
  }
}

TEST_CASE("file names are split at the first two underscores") {
  const auto name = parse_file_name("sub/V1_2__create_menu__now.SQL");
  REQUIRE(name.has_value());
  CHECK(name->version->text() == "1.2");
  CHECK(name->description == "create menu  now");
  CHECK(parse_file_name("V1.sql")->description.empty());
  CHECK(parse_file_name("R__views.sql")->description == "views");
  CHECK(parse_file_name("B7__base.sql")->prefix == 'B');
  CHECK(parse_file_name("U7__undo.sql")->prefix == 'U');
}

TEST_CASE("other names are not migrations") {
  for (const auto* name : {"V1__a.txt", "v1__a.sql", "Va__b.sql", "R1__a.sql", "Rviews.sql", "afterMigrate.sql",
                           "V1__a.sql.conf", ".sql", "1__a.sql"}) {
    CAPTURE(name);
    CHECK_FALSE(parse_file_name(name).has_value());
  }
}

TEST_CASE("two files of one version are refused, naming both") {
  const TemporaryFolder folder({{"V1__a.sql", ""}, {"x/V1.0__b.sql", ""}});
  const auto sorted = sort_files(folder.open());
  REQUIRE_FALSE(sorted.has_value());
  CHECK(sorted.error().code == "migrate.duplicate_version");
  CHECK(sorted.error().message.contains("V1__a.sql and x/V1.0__b.sql"));
  const TemporaryFolder repeatable({{"R__a.sql", ""}, {"x/R__a.sql", ""}});
  CHECK(sort_files(repeatable.open()).error().code == "migrate.duplicate_version");
}

TEST_CASE("a baseline may have the version of a versioned file") {
  const TemporaryFolder folder(
      {{"V1__a.sql", ""}, {"B1__a.sql", ""}, {"U1__a.sql", ""}, {"seed.sql", ""}, {"V1__a.sql.conf", ""}});
  const auto sorted = sort_files(folder.open());
  REQUIRE(sorted.has_value());
  CHECK(sorted->versioned.size() == 1);
  CHECK(sorted->baselines.size() == 1);
  CHECK(sorted->others == std::vector<std::string>{"seed.sql"});
}

}  // namespace
}  // namespace chandler::migrate::flyway_layout
