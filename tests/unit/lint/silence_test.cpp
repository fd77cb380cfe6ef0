#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/lint/cases.hpp"

namespace chandler::migrate::lint {
namespace {

std::vector<std::string> found(const std::string& sql, LevelSettings levels = {}) {
  levels.changed["several-locks"] = Level::off;  // two DROPs in one file are not the matter here
  Linter linter({.levels = std::move(levels)});
  const LintFile file = tests::lint_file_of("a.sql", sql);
  linter.judge(file);
  linter.finish();
  std::vector<std::string> out;
  for (const Finding& each : linter.findings()) out.emplace_back(each.rule->id);
  return out;
}

using Rules = std::vector<std::string>;

TEST_CASE("a comment silences the statement that it stands above or on") {
  CHECK(found("DROP TABLE a;") == Rules{"drop-table"});
  CHECK(found("-- chandler:lint-ignore drop-table why\nDROP TABLE a;").empty());
  CHECK(found("-- chandler:lint-ignore drop-table\n\n-- more\nDROP TABLE a;").empty());
  CHECK(found("DROP TABLE a; -- chandler:lint-ignore drop-table why").empty());
  CHECK(found("DROP TABLE a; -- chandler:lint-ignore drop-table why\nDROP TABLE b;") == Rules{"drop-table"});
  CHECK(found("DROP TABLE a;\n-- chandler:lint-ignore drop-table why\nDROP TABLE b;") == Rules{"drop-table"});
  CHECK(found("DROP TABLE /* chandler:lint-ignore drop-table */ a;").empty());
  CHECK(found("SELECT 'chandler:lint-ignore drop-table'; DROP TABLE a;") == Rules{"drop-table"});
}

TEST_CASE("it silences the rules that it names") {
  const std::string sql = "DROP TABLE a CASCADE;";
  CHECK(found(sql) == Rules{"drop-table", "drop-cascade"});
  CHECK(found("-- chandler:lint-ignore drop-table why\n" + sql) == Rules{"drop-cascade"});
  CHECK(found("-- chandler:lint-ignore drop-table, drop-cascade why, indeed\n" + sql).empty());
  CHECK(found("-- chandler:lint-ignore: drop-table,drop-cascade\n" + sql).empty());
}

TEST_CASE("a rule that there is not is reported") {
  CHECK(found("-- chandler:lint-ignore drop-tabel\nDROP TABLE a;") == Rules{"unknown-rule", "drop-table"});
  CHECK(found("-- chandler:lint-ignore\nDROP TABLE a;") == Rules{"unknown-rule", "drop-table"});
}

TEST_CASE("a comment at the head silences the file") {
  CHECK(found("-- chandler:lint-ignore-file drop-table\nDROP TABLE a; DROP TABLE b;").empty());
  CHECK(found("DROP TABLE a;\n-- chandler:lint-ignore-file drop-table\nDROP TABLE b;") ==
        Rules{"drop-table", "unknown-rule", "drop-table"});
}

TEST_CASE("squawk's comments silence the rules that find the same") {
  CHECK(found("-- squawk-ignore ban-drop-table\nDROP TABLE a;").empty());
  CHECK(found("-- squawk-ignore ban-drop-column\nDROP TABLE a;") == Rules{"drop-table"});
  CHECK(found("-- squawk-ignore a-rule-of-the-future\nDROP TABLE a;") == Rules{"drop-table"});
  CHECK(found("-- squawk-ignore-file\nDROP TABLE a; ALTER TABLE b RENAME TO c;").empty());
}

TEST_CASE("what is found of a whole file can be silenced at its statement") {
  const std::string sql = "CREATE TABLE a (b int REFERENCES c);";
  LevelSettings levels;
  levels.changed["unused-ignore"] = Level::warn;
  CHECK(found(sql) == Rules{"unindexed-foreign-key"});
  CHECK(found("-- chandler:lint-ignore unindexed-foreign-key small\n" + sql, levels).empty());
  CHECK(found("-- chandler:lint-ignore drop-table\n" + sql, levels) == Rules{"unused-ignore", "unindexed-foreign-key"});
}

}  // namespace
}  // namespace chandler::migrate::lint
