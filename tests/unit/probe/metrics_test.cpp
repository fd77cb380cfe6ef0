#include "cron/probe/report/metrics.hpp"

#include <catch2/catch_test_macros.hpp>

#include "cron/probe/registry.hpp"

namespace chandler::probe {
namespace {

Finding of(Severity severity) {
  return {.id = "compare.changing", .severity = severity, .object = "", .figures = {}, .meaning = "m", .remedy = ""};
}

TEST_CASE("a database that is away has a verdict, too") {
  const std::string text = metrics_of(
      {.databases = {{.database = "app@db:5432/menu",
                      .server_version = "",
                      .checks = {},
                      .error = core::Error{.outcome = core::Outcome::could_not, .code = "database.unreachable"}}}});
  CHECK(text.contains("chandler_probe_database_verdict{database=\"app@db:5432/menu\"} 3\n"));
  CHECK_FALSE(text.contains("chandler_probe_verdict{"));
}

TEST_CASE("a check that ran twice has the worst of its verdicts, and the sum of its times") {
  using std::chrono::milliseconds;
  CheckReport first{.check = check_named("compare"), .argument = "a", .duration = milliseconds(1500)};
  CheckReport second{.check = check_named("compare"), .argument = "b", .duration = milliseconds(500)};
  first.outcome.findings.push_back(of(Severity::problem));
  second.outcome.findings.push_back(of(Severity::info));
  const std::string text =
      metrics_of({.databases = {{.database = "d", .server_version = "17.2", .checks = {first, second}}}});
  CHECK(text.contains("chandler_probe_verdict{database=\"d\",check=\"compare\"} 4\n"));
  CHECK(text.contains("chandler_probe_duration_seconds{database=\"d\",check=\"compare\"} 2\n"));
  CHECK(text.contains("chandler_probe_database_verdict{database=\"d\"} 4\n"));
}

}  // namespace
}  // namespace chandler::probe
