#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <yaml-cpp/yaml.h>

#include "tests/support/child_process.hpp"
#include "tests/support/places.hpp"

// The chart's alerts and dashboard beside what the program really tells, and beside their pages.
namespace chandler::tests {
namespace {

namespace fs = std::filesystem;

const fs::path source = tests::source_dir();

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> names_in(const std::string& text) {
  static const std::regex name("chandler_[a-z_]+");
  return {std::sregex_token_iterator(text.begin(), text.end(), name), {}};
}

std::set<std::string> declared() {
  ChildProcess process({tests::chandler_program(), "metrics"});
  REQUIRE(process.wait() == 0);
  return names_in(process.output());
}

// Of a histogram's series the name of the metric.
std::string metric_of(std::string name) {
  for (const std::string& part : {std::string("_bucket"), std::string("_sum"), std::string("_count")}) {
    if (name.ends_with(part)) name.resize(name.size() - part.size());
  }
  return name;
}

std::vector<YAML::Node> alerts() {
  std::vector<YAML::Node> found;
  for (const YAML::Node& group : YAML::LoadFile(source / "charts/chandler/files/alerts.yaml")["groups"]) {
    for (const YAML::Node& rule : group["rules"]) found.push_back(rule);
  }
  REQUIRE(found.size() > 5);
  return found;
}

}  // namespace

TEST_CASE("alerts and dashboard ask for metrics that there are") {
  const std::set<std::string> known = declared();
  for (const char* file : {"charts/chandler/files/alerts.yaml", "charts/chandler/files/dashboard.json"}) {
    const auto asked = names_in(read(source / file));
    CHECK(asked.size() > 5);
    for (const std::string& name : asked) {
      INFO(file << ": " << name);
      CHECK(known.contains(metric_of(name)));
    }
  }
}

TEST_CASE("each alert has a page, and tests in which it fires and in which it does not") {
  std::string tests;
  for (const auto& entry : fs::directory_iterator(source / "tests/alerts")) tests += read(entry.path());
  for (const YAML::Node& alert : alerts()) {
    const auto name = alert["alert"].as<std::string>();
    INFO(name);
    CHECK(read(source / "docs/alerts" / (name + ".md")).starts_with("# " + name + ": "));
    CHECK(std::regex_search(tests, std::regex("alertname: " + name + "\n +exp_alerts:\n")));
    CHECK(std::regex_search(tests, std::regex("alertname: " + name + "\n +exp_alerts: \\[\\]")));
    CHECK(alert["labels"]["severity"]);
    CHECK(alert["annotations"]["summary"]);
    CHECK(alert["annotations"]["description"]);
  }
}

TEST_CASE("the alerts do what their tests say") {
  ChildProcess process({"/usr/bin/env", "promtool", "test", "rules", (source / "tests/alerts/chandler.yaml").string(),
                        (source / "tests/alerts/workloads.yaml").string()});
  const int status = process.wait();
  INFO(process.output());
  CHECK(status == 0);
}

}  // namespace chandler::tests
