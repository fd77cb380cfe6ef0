#include "cron/probe/report/details.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "core/read_report.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

using nlohmann::ordered_json;

Finding finding(std::string id, Severity severity, std::string object = {}) {
  return {.id = std::move(id),
          .severity = severity,
          .object = std::move(object),
          .figures = {},
          .meaning = "it is so",
          .remedy = {}};
}

CheckReport amcheck(std::int64_t size, std::int64_t checked, std::int64_t never, std::optional<std::int64_t> whole) {
  CheckReport check{.check = &amcheck_check};
  check.outcome.figures = {{.name = "size_bytes", .value = size},
                           {.name = "checked_bytes", .value = checked},
                           {.name = "never_checked_bytes", .value = never}};
  if (whole) check.outcome.figures.push_back({.name = "whole_in_seconds", .value = *whole});
  return check;
}

core::Report report() {
  return {.tool = "probe",
          .outcome = core::Outcome::problem,
          .started = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22},
          .duration = std::chrono::milliseconds(1234),
          .error = core::Error{.code = "probe.found", .message = std::string(200, 'm')}};
}

}  // namespace

TEST_CASE("a report's details name the worst findings first, and what is well not at all") {
  CheckReport check{.check = &settings_check};
  check.outcome.findings = {finding("settings.note", Severity::info), finding("settings.fine", Severity::ok),
                            finding("settings.fsync", Severity::problem, "fsync"),
                            finding("settings.commit", Severity::warning)};
  RunReport found;
  found.databases.push_back({.database = "app@db:5432/menu", .checks = {check}});
  const ordered_json details = details_of(found, report());
  CHECK(details.at("verdict") == "problem");
  CHECK(details.at("found") == 3);
  CHECK(details.at("findings") == ordered_json::parse(R"([{"id":"settings.fsync","severity":"problem","object":"fsync"},
          {"id":"settings.commit","severity":"warning"},{"id":"settings.note","severity":"info"}])"));
  CHECK(!details.contains("coverage"));
  // Of several databases each finding says of which it is.
  found.databases.push_back({.database = "app@db:5432/orders"});
  CHECK(details_of(found, report()).at("findings").at(0).at("database") == "app@db:5432/menu");
}

TEST_CASE("as many findings are told as the termination message has room for, and how many there were") {
  CheckReport check = amcheck(1000, 100, 900, 3600);
  for (int i = 0; i < 40; ++i)
    check.outcome.findings.push_back(
        finding("amcheck.heap_corrupt", Severity::problem, "table public." + std::string(60, 'x') + std::to_string(i)));
  RunReport found;
  found.databases.push_back({.database = "menu", .checks = {check}});
  const ordered_json details = details_of(found, report());
  const std::string message = core::to_termination_message(report(), details);
  CHECK(message.size() <= core::termination_message_limit);
  const auto read = core::read_report(message).value();
  CHECK(read.verdict == "problem");
  CHECK(read.found == 40);
  CHECK(read.findings.size() >= 3);
  CHECK(read.findings.size() < 10);
  CHECK(read.findings.at(0).object.ends_with("x0"));
  REQUIRE(read.coverage);
  CHECK(read.coverage->whole_in == std::chrono::hours(1));
  CHECK(read.error);
}

TEST_CASE("the coverage is that of all databases, and they are whole when the last one is") {
  RunReport found;
  found.databases.push_back({.database = "a", .checks = {amcheck(100, 40, 10, 60)}});
  found.databases.push_back({.database = "b", .checks = {amcheck(200, 50, 30, 90)}});
  CHECK(
      details_of(found, report()).at("coverage") ==
      ordered_json{{"size_bytes", 300}, {"checked_bytes", 90}, {"never_checked_bytes", 40}, {"whole_in_seconds", 90}});
  found.databases.push_back({.database = "c", .checks = {amcheck(1, 0, 1, std::nullopt)}});
  CHECK(!details_of(found, report()).at("coverage").contains("whole_in_seconds"));
  // Where it could not look there are no figures.
  RunReport none;
  none.databases.push_back({.database = "a", .checks = {CheckReport{.check = &amcheck_check}}});
  CHECK(!details_of(none, report()).contains("coverage"));
}

}  // namespace chandler::probe
