#include "cron/probe/compare/findings.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/probe_compare/tables.hpp"

namespace chandler::probe::compare {
namespace {

const Pair item{.here = table("item", {column("id", "bigint")}), .there = {}, .columns = {"id"}};

TEST_CASE("rows are named by key, with the columns that differ") {
  const Looked looked{.differences = {{.key = {"7"}, .kind = Difference::differs, .columns = {"price", "stock"}},
                                      {.key = {"8"}, .kind = Difference::missing_there},
                                      {.key = {"9"}, .kind = Difference::missing_here}}};
  const Findings findings = findings_of(item, {.whole = true}, looked, 20);
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].id == "compare.row_missing_here");
  CHECK(findings[0].meaning == "1 rows are there and not here: (id)=(9)");
  CHECK(findings[1].meaning == "1 rows are here and not there: (id)=(8)");
  CHECK(findings[2].meaning == "1 rows have the same key and other values: (id)=(7) in price and stock");
  CHECK(findings[2].severity == Severity::problem);
}

TEST_CASE("no more keys are named than asked for, but counted") {
  const Looked looked{.differences = {{.key = {"1"}}, {.key = {"2"}}, {.key = {"3"}}}};
  CHECK(findings_of(item, {.more = true}, looked, 2)[0].meaning ==
        "at least 3 rows have the same key and other values: (id)=(1), (id)=(2), …");
}

TEST_CASE("a key that is long is cut between characters") {
  const Looked looked{.differences = {{.key = {std::string(79, 'x') + "ä"}}}};
  CHECK(findings_of(item, {}, looked, 2)[0].meaning.ends_with(std::string(79, 'x') + "…)"));
}

TEST_CASE("what could not be settled is no difference, and not nothing") {
  CHECK(findings_of(item, {}, {.settled = 5}, 20).empty());
  CHECK(findings_of(item, {}, {.changing = 1}, 20)[0].severity == Severity::info);
  CHECK(findings_of(item, {}, {.unsettled = 3}, 20)[0].id == "compare.standby_behind");
  CHECK(findings_of(item, {.more = true}, {.settled = 1000}, 20)[0].id == "compare.unsettled");
}

TEST_CASE("a failure says which side, what was done and what to do") {
  const Failure failure{.side = Side::there, .error = {.sqlstate = "42501", .message = "permission denied for item"}};
  const Finding finding = failed(item, {.rows_here = 10}, failure);
  CHECK(finding.id == "compare.not_allowed");
  CHECK(finding.severity == Severity::unchecked);
  CHECK(finding.meaning == "there: permission denied for item. 10 rows were compared before");
  CHECK(finding.remedy.contains("GRANT SELECT"));
  CHECK(failed(item, {}, {.error = {.sqlstate = "40001"}}).remedy.contains("hot_standby_feedback"));
  CHECK(failed(item, {}, {.error = {.connection_lost = true}}).id == "compare.connection_lost");
}

}  // namespace
}  // namespace chandler::probe::compare
