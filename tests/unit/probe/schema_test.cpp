#include "tests/support/api/schema.hpp"

#include <fstream>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "cron/probe/registry.hpp"
#include "cron/probe/report/json.hpp"
#include "tests/support/places.hpp"

namespace chandler::probe {
namespace {

using nlohmann::json;

json schema() {
  std::ifstream in(tests::source_dir() / "docs/probe.schema.json", std::ios::binary);
  return json::parse(in);
}

std::vector<std::string> mismatches(const json& report) {
  const json document = schema();
  return tests::mismatches(report, document, document);
}

// With everything that a report may have.
RunReport full_report() {
  RunReport report;
  DatabaseReport reached{
      .database = "app@db:5432/menu", .server_version = "17.2", .started = std::chrono::system_clock::now()};
  for (const Check* check : checks()) reached.checks.push_back({.check = check});
  CheckReport& compare = reached.checks.back();
  compare.argument = "replica";
  compare.outcome.summary = "12 tables";
  compare.outcome.figures = {
      {.name = "tables", .value = 12}, {.name = "pace", .value = 1.5}, {.name = "hash", .value = "md5"}};
  for (const Severity severity :
       {Severity::ok, Severity::info, Severity::warning, Severity::unchecked, Severity::problem}) {
    compare.outcome.findings.push_back({.id = "compare.x",
                                        .severity = severity,
                                        .object = "table t",
                                        .figures = {{.name = "rows", .value = 2}},
                                        .meaning = "m",
                                        .remedy = "r"});
  }
  report.databases.push_back(std::move(reached));
  report.databases.push_back(
      {.database = "away",
       .server_version = "",
       .checks = {},
       .error = core::Error{
           .outcome = core::Outcome::could_not, .code = "database.unreachable", .message = "connection refused"}});
  return report;
}

// The names of all members of objects, with where they stand in the schema: "Check/summary".
void collect(const json& value, const json& at, const json& document, const std::string& name,
             std::set<std::string>& seen) {
  if (at.contains("$ref")) {
    const auto target = at.at("$ref").get<std::string>();
    return collect(value, document.at(json::json_pointer(target.substr(1))), document,
                   target.substr(target.rfind('/') + 1), seen);
  }
  if (value.is_array()) {
    for (const json& item : value) collect(item, at.at("items"), document, name, seen);
  }
  if (!value.is_object() || !at.contains("properties")) return;
  for (const auto& [member, inner] : value.items()) {
    seen.insert(name + "/" + member);
    collect(inner, at.at("properties").at(member), document, name + "." + member, seen);
  }
}

// The names of all members that a type of the schema may have, those of objects within it, too.
void tell(const json& type, const std::string& name, std::set<std::string>& told) {
  const auto properties = type.find("properties");
  if (properties == type.end()) return;
  for (const auto& [member, inner] : properties->items()) {
    told.insert(name + "/" + member);
    tell(inner, name + "." + member, told);
  }
}

TEST_CASE("a report with everything in it is as docs/probe.schema.json says") {
  const json report = json::parse(to_json_text(full_report()));
  CHECK(mismatches(report) == std::vector<std::string>{});
}

TEST_CASE("the schema tells of nothing that no report has") {
  const json document = schema();
  std::set<std::string> seen;
  collect(json::parse(to_json_text(full_report())), document, document, "", seen);
  std::set<std::string> told;
  tell(document, "", told);
  for (const auto& [name, type] : document.at("$defs").items()) tell(type, name, told);
  CHECK(seen == told);
}

TEST_CASE("the schema's checks and severities are those that there are") {
  const json document = schema();
  json names = json::array();
  for (const Check* check : checks()) names.push_back(check->name);
  CHECK(document.at("/$defs/Check/properties/check/enum"_json_pointer) == names);
  json severities = json::array();
  for (int severity = 0; severity <= static_cast<int>(Severity::problem); ++severity) {
    severities.push_back(name_of(static_cast<Severity>(severity)));
  }
  CHECK(document.at("/$defs/Severity/enum"_json_pointer) == severities);
}

TEST_CASE("a report that is otherwise does not fit") {
  json report = json::parse(to_json_text(full_report()));
  SECTION("a further member") {
    report.at("databases").at(0)["host"] = "db";
  }
  SECTION("a member that lacks") {
    report.at("databases").at(0).erase("verdict");
  }
  SECTION("another severity") {
    report["verdict"] = "fatal";
  }
  SECTION("a figure that is a list") {
    report.at("/databases/0/checks/13/figures"_json_pointer)["tables"] = json::array({1});
  }
  CHECK(mismatches(report).size() == 1);
}

}  // namespace
}  // namespace chandler::probe
