#include <catch2/catch_test_macros.hpp>

#include "init/migrate/lint/schema/replay.hpp"
#include "tests/unit/lint/cases.hpp"

namespace chandler::migrate::lint {
namespace {

using Found = std::vector<std::string>;

Found texts(const Linter& linter) {
  Found out;
  for (const Finding& each : linter.findings()) {
    out.push_back(each.file + ':' + std::to_string(each.line) + ' ' + std::string(each.rule->id));
  }
  return out;
}

TEST_CASE("what one file of a pending set makes is new to the others") {
  Linter linter({});
  linter.judge(tests::lint_file_of("1", "CREATE TABLE a (b int);"));
  linter.judge(tests::lint_file_of("2", "CREATE INDEX ON a (b);\nALTER TABLE a RENAME TO c;"));
  linter.judge(tests::lint_file_of("3", "ALTER TABLE c DROP COLUMN b;"));
  linter.finish();
  CHECK(texts(linter).empty());
}

TEST_CASE("what an earlier set made is in use") {
  Linter linter({});
  linter.judge(tests::lint_file_of("1", "CREATE TABLE a (b int);"));
  linter.finish();
  linter.judge(tests::lint_file_of("2", "ALTER TABLE a DROP COLUMN b;"));
  linter.finish();
  CHECK(texts(linter) == Found{"2:1 drop-column"});
}

TEST_CASE("a table of one schema is not that of another") {
  Linter linter({});
  linter.judge(tests::lint_file_of("1", "CREATE TABLE x.a (b int); DROP TABLE y.a; DROP TABLE x.a;"));
  linter.finish();
  CHECK(texts(linter) == Found{"1:1 drop-table"});
}

TEST_CASE("an index that a later file of the set makes supports a foreign key") {
  Linter linter({});
  linter.judge(tests::lint_file_of("1", "CREATE TABLE a (b int REFERENCES c, d int REFERENCES c);"));
  linter.judge(tests::lint_file_of("2", "CREATE INDEX ON a (d);"));
  linter.finish();
  CHECK(texts(linter) == Found{"1:1 unindexed-foreign-key"});
}

TEST_CASE("a check that an earlier file validated proves a column not null") {
  Linter linter({});
  linter.judge(tests::lint_file_of("1", "ALTER TABLE a ADD CONSTRAINT n CHECK (b IS NOT NULL) NOT VALID;"));
  linter.judge(tests::lint_file_of("2", "ALTER TABLE a VALIDATE CONSTRAINT n;"));
  linter.judge(tests::lint_file_of("3", "ALTER TABLE a ALTER COLUMN b SET NOT NULL;"));
  linter.judge(tests::lint_file_of("4", "ALTER TABLE a ALTER COLUMN c SET NOT NULL;"));
  linter.finish();
  CHECK(texts(linter) == Found{"4:1 set-not-null"});
}

Schema one_table(std::uint64_t bytes) {
  Schema schema;
  schema.complete = true;
  schema.add({.name = {"public", "a"},
              .columns_complete = true,
              .columns = {{.name = "b", .type = {.name = {{}, "int4"}, .modifiers = {}}}},
              .extent = Extent{.bytes = bytes, .rows = 3'100'000}});
  return schema;
}

std::vector<Finding> judged(Schema schema, const std::string& sql) {
  Linter linter({}, std::move(schema));
  linter.judge(tests::lint_file_of("1", sql));
  linter.finish();
  return linter.findings();
}

TEST_CASE("of what grows with the table, an empty one is no finding and a small one a warning") {
  CHECK(judged(one_table(0), "CREATE INDEX ON a (b);").empty());
  const auto small = judged(one_table(8192), "CREATE INDEX ON a (b);");
  REQUIRE(small.size() == 1);
  CHECK(small[0].level == Level::warn);
  const auto big = judged(one_table(432'013'312), "CREATE INDEX ON a (b);");
  REQUIRE(big.size() == 1);
  CHECK(big[0].level == Level::refuse);
  CHECK(big[0].message.contains("a (412 MB, about 3,100,000 rows)"));
}

TEST_CASE("what breaks running code does so for an empty table, too") {
  const auto found = judged(one_table(0), "ALTER TABLE a DROP COLUMN b;");
  REQUIRE(found.size() == 1);
  CHECK(found[0].level == Level::refuse);
}

TEST_CASE("a table that the catalogue does not know is none that somebody uses") {
  CHECK(judged(one_table(1 << 30), "DROP TABLE IF EXISTS z; CREATE INDEX ON z (b);").empty());
}

TEST_CASE("a new table is not taken for one of the same name in another schema") {
  const auto found = judged(one_table(1 << 30),
                            "CREATE TABLE a (b int); DROP TABLE public.a; CREATE TABLE c.a (b int); DROP TABLE c.a;");
  REQUIRE(found.size() == 1);
  CHECK(found[0].column == 25);
}

TEST_CASE("lines and columns are those of the file, whatever placeholders became") {
  LintFile file{.name = "V1__a.sql",
                .source = {.sql = "SELECT 'a long value';\nDROP TABLE a;\n  DROP SCHEMA b;",
                           .from_file = {},
                           .replacements = {{.at = 8, .length = 12, .original = 4}}},
                .original = "SELECT '${v}';\nDROP TABLE a;\n  DROP SCHEMA b;",
                .in_transaction = {}};
  Linter linter({});
  linter.judge(file);
  linter.finish();
  const auto found = linter.findings();
  REQUIRE(found.size() == 2);
  CHECK(found[0].line == 2);
  CHECK(found[1].line == 3);
  CHECK(found[1].column == 3);
}

}  // namespace
}  // namespace chandler::migrate::lint
