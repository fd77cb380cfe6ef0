#include "init/migrate/lint/input.hpp"

#include <ranges>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::migrate::lint {
namespace {

const TemporaryFolder& three() {
  static const TemporaryFolder folder({{"V1__a.sql", "SELECT 1;"},
                                       {"V2__b.sql", "SELECT ${two};"},
                                       {"V10__c.sql", "SELECT 3;"},
                                       {"U1__a.sql", "SELECT 4;"}});
  return folder;
}

std::vector<std::string> files(const std::vector<Step>& steps) {
  std::vector<std::string> out;
  for (const Step& each : steps) out.push_back(each.file);
  return out;
}

using Files = std::vector<std::string>;

TEST_CASE("all files of a folder are judged, each alone") {
  const Folder folder = three().open();
  const auto selection = select(flyway(), folder, {}, {});
  REQUIRE(selection.has_value());
  CHECK(files(selection->judged) == Files{"V1__a.sql", "V2__b.sql", "V10__c.sql"});
  CHECK(selection->before.empty());
  CHECK_FALSE(selection->one_set);
}

TEST_CASE("files that are not named were applied before") {
  const Folder folder = three().open();
  const auto selection = select(flyway(), folder, {}, {.files = {"V10__c.sql"}});
  REQUIRE(selection.has_value());
  CHECK(files(selection->judged) == Files{"V10__c.sql"});
  CHECK(files(selection->before) == Files{"V1__a.sql", "V2__b.sql"});
}

TEST_CASE("what comes after a version is one set") {
  const Folder folder = three().open();
  const auto selection = select(flyway(), folder, {}, {.since = "1"});
  REQUIRE(selection.has_value());
  CHECK(files(selection->judged) == Files{"V2__b.sql", "V10__c.sql"});
  CHECK(files(selection->before) == Files{"V1__a.sql"});
  CHECK(selection->one_set);
}

TEST_CASE("a file that the layout does not apply is skipped") {
  const Folder folder = three().open();
  const auto selection = select(flyway(), folder, {}, {.files = {"U1__a.sql", "V1__a.sql"}});
  REQUIRE(selection.has_value());
  CHECK(files(selection->judged) == Files{"V1__a.sql"});
  CHECK(selection->skipped == Files{"U1__a.sql"});
}

TEST_CASE("a version that there is not is refused") {
  const Folder folder = three().open();
  const auto version = select(flyway(), folder, {}, {.since = "3"});
  REQUIRE_FALSE(version.has_value());
  CHECK(version.error().outcome == core::Outcome::usage);
}

TEST_CASE("a file is judged as it is sent, with placeholders replaced") {
  const Folder folder = three().open();
  const PlanSettings settings{.placeholders = {{"two", "2"}}};
  const auto selection = select(flyway(), folder, settings, {.files = {"V2__b.sql"}});
  REQUIRE(selection.has_value());
  const auto file = lint_file(flyway(), selection->judged.front(), folder, settings);
  REQUIRE(file.has_value());
  CHECK(file->source.text() == "SELECT 2;");
  CHECK(file->original == "SELECT ${two};");
}

}  // namespace
}  // namespace chandler::migrate::lint
