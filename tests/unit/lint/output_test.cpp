#include "init/migrate/lint/output.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "init/migrate/lint/registry.hpp"
#include "tests/unit/lint/cases.hpp"

namespace chandler::migrate::lint {
namespace {

std::vector<Finding> two() {
  Linter linter({});
  linter.judge(
      tests::lint_file_of("V2__a.sql", "DROP TABLE a;\n  CREATE TRIGGER t BEFORE UPDATE ON b EXECUTE FUNCTION f();"));
  linter.finish();
  return linter.findings();
}

TEST_CASE("as text a finding begins with file, line and column") {
  const std::string text = as_text(two(), "sql/");
  CHECK(text.starts_with("sql/V2__a.sql:1:1: refuse drop-table: a goes"));
  CHECK(text.contains("\nsql/V2__a.sql:2:3: warn create-trigger: "));
  CHECK(text.contains("\n    lock: ACCESS EXCLUSIVE"));
  CHECK(text.contains("\n    safe: "));
}

TEST_CASE("as JSON a finding is one object on a line") {
  const std::string text = as_json_lines(two(), "sql/");
  CHECK(std::ranges::count(text, '\n') == 2);
  const auto first = nlohmann::json::parse(text.substr(0, text.find('\n')));
  CHECK(first.at("rule") == "drop-table");
  CHECK(first.at("level") == "refuse");
  CHECK(first.at("file") == "sql/V2__a.sql");
  CHECK(first.at("line") == 1);
  CHECK(first.at("statement") == "DROP TABLE a;");
}

TEST_CASE("GitHub's annotations are escaped") {
  const std::string text = as_github(two(), "100%,a:b/");
  CHECK(text.starts_with("::error file=100%25%2Ca%3Ab/V2__a.sql,line=1,col=1,title=drop-table::a goes"));
  CHECK(text.contains("%0ALock: ACCESS EXCLUSIVE"));
  CHECK(text.contains("\n::warning file="));
}

TEST_CASE("SARIF holds all rules and the findings") {
  const auto log = nlohmann::json::parse(as_sarif(two(), ""));
  const auto& run = log.at("runs").at(0);
  CHECK(log.at("version") == "2.1.0");
  std::size_t rules = 0;
  for (const Family& family : families()) rules += family.rules.size();
  CHECK(run.at("tool").at("driver").at("rules").size() == rules);
  REQUIRE(run.at("results").size() == 2);
  CHECK(run.at("results").at(1).at("level") == "warning");
  const auto& region = run.at("results").at(1).at("locations").at(0).at("physicalLocation").at("region");
  CHECK(region.at("startLine") == 2);
  CHECK(region.at("startColumn") == 3);
}

}  // namespace
}  // namespace chandler::migrate::lint
