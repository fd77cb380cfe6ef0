#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/flyway/checksum.hpp"
#include "init/migrate/layout/flyway/placeholders.hpp"
#include "init/migrate/layout/flyway/side_file.hpp"
#include "init/migrate/layout/layout.hpp"
#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::migrate::flyway_layout {
namespace {

// Published in flyway/flyway#2474.
constexpr std::string_view published = "alter table location_history add column valid_until timestamp with time zone;";

TEST_CASE("the checksum is Flyway's") {
  CHECK(checksum(published) == -1039259818);
}

TEST_CASE("the checksum does not see how lines end") {
  const std::int32_t unix_lines = checksum("a;\nb;\n\nc;\n");
  CHECK(checksum("a;\r\nb;\r\n\r\nc;\r\n") == unix_lines);
  CHECK(checksum("a;\rb;\r\rc;") == unix_lines);
  CHECK(checksum("a;b;c;") == unix_lines);
  CHECK(checksum("a; b;c;") != unix_lines);
  CHECK(checksum("") == 0);
}

TEST_CASE("the lock's number is Flyway's") {
  CHECK(flyway().locks({.database = "d", .schema = "public", .user = "u"}) ==
        std::vector<std::int64_t>{77433833903597});
  CHECK(java_hash("\"public\".\"flyway_schema_history\"") == 2125624436);
  CHECK(java_hash("é😀") == 31 * (31 * 0xE9 + 0xD83D) + 0xDE00);
}

PlanSettings with(std::map<std::string, std::string> placeholders) {
  return {.facts = {.database = "menu", .schema = "public", .user = "app"}, .placeholders = std::move(placeholders)};
}

TEST_CASE("placeholders are replaced everywhere, and places are traced back") {
  const std::string original = "-- ${who}\nSELECT '${who}', ${flyway:defaultSchema}.x;";
  const auto text = replace_placeholders(original, "V1__a.sql", with({{"who", "a\nb"}}));
  REQUIRE(text.has_value());
  CHECK(text->sql == "-- a\nb\nSELECT 'a\nb', public.x;");
  CHECK(text->in_file(0) == 0);
  CHECK(text->in_file(text->sql.find("SELECT")) == original.find("SELECT"));
  CHECK(text->in_file(text->sql.find(".x")) == original.find(".x"));
  CHECK(text->in_file(text->sql.find("public") + 3) == original.find("${flyway"));
}

TEST_CASE("an unknown placeholder is told with its place") {
  const auto text = replace_placeholders("SELECT 1;\nSELECT ${nobody};", "sub/V1__a.sql", with({}));
  REQUIRE_FALSE(text.has_value());
  CHECK(text.error().code == "migrate.placeholder");
  CHECK(text.error().where == "sub/V1__a.sql:2:8");
  CHECK(text.error().message.contains("${nobody}"));
  CHECK_FALSE(replace_placeholders("SELECT ${open", "V1__a.sql", with({})).has_value());
}

TEST_CASE("a side file is honoured or refused, never ignored") {
  const TemporaryFolder folder(
      {{"V1__a.sql", ""},
       {"V1__a.sql.conf", "# c\nexecuteInTransaction = false\r\nplaceholderReplacement=false\n"},
       {"V2__b.sql", ""},
       {"V3__c.sql", ""},
       {"V3__c.sql.conf", "\nexecuteintransaction=false\n"},
       {"V4__d.sql", ""},
       {"V4__d.sql.conf", "executeInTransaction=no\n"}});
  const Folder open = folder.open();
  const auto side = read_side_file(open, "V1__a.sql");
  REQUIRE(side.has_value());
  CHECK(side->execute_in_transaction == false);
  CHECK_FALSE(side->placeholder_replacement);
  CHECK(read_side_file(open, "V2__b.sql")->placeholder_replacement);
  CHECK(read_side_file(open, "V3__c.sql").error().where == "V3__c.sql.conf:2");
  CHECK(read_side_file(open, "V4__d.sql").error().code == "migrate.side_file");
}

TEST_CASE("the checksum does not depend on how the text is cut into pieces") {
  const std::string text = "CREATE TABLE a(x int);\r\nINSERT INTO a VALUES (1);\rSELECT 1\n";
  for (std::size_t at = 0; at <= text.size(); ++at) {
    Checksum sum;
    sum.add(std::string_view(text).substr(0, at));
    sum.add(std::string_view(text).substr(at));
    CHECK(sum.value() == checksum(text));
  }
}

}  // namespace
}  // namespace chandler::migrate::flyway_layout
