#include <algorithm>
#include <format>
#include <fstream>
#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <yaml-cpp/yaml.h>

#include "cli/kubectl/check/rights.hpp"
#include "tests/support/places.hpp"

namespace chandler::cli::kubectl::check {
namespace {

// "list batch/jobs" for each right of the ClusterRole that the controller has in every namespace.
std::set<std::string> granted_by_chart() {
  std::ifstream golden(tests::source_dir() / "tests/golden/chart/defaults/rbac.yaml");
  std::set<std::string> rights;
  for (const YAML::Node& object : YAML::LoadAll(golden)) {
    const auto name = object["metadata"]["name"].as<std::string>();
    if (object["kind"].as<std::string>() != "ClusterRole" || !name.ends_with(".workloads")) continue;
    for (const YAML::Node& rule : object["rules"]) {
      for (const YAML::Node& group : rule["apiGroups"]) {
        for (const YAML::Node& resource : rule["resources"]) {
          for (const YAML::Node& verb : rule["verbs"]) {
            rights.insert(
                std::format("{} {}/{}", verb.as<std::string>(), group.as<std::string>(), resource.as<std::string>()));
          }
        }
      }
    }
  }
  return rights;
}

}  // namespace

// The chart's goldens are what Helm makes of it: chart_tests.
TEST_CASE("check asks for the rights that the chart grants, no more and no fewer") {
  std::set<std::string> asked;
  for (const Right& right : controller_rights())
    asked.insert(std::format("{} {}/{}", right.verb, right.group, right.resource));
  CHECK(asked == granted_by_chart());
}

}  // namespace chandler::cli::kubectl::check
