#include <cstdlib>
#include <fstream>
#include <set>
#include <string_view>

#include <catch2/catch_test_macros.hpp>

#include "init/migrate/lint/output.hpp"
#include "init/migrate/lint/registry.hpp"
#include "tests/unit/lint/cases.hpp"

namespace chandler::migrate::lint {
namespace {

using tests::lint_cases;
using tests::LintCase;

bool updating() {
  const char* update = std::getenv("CHANDLER_UPDATE_GOLDENS");
  return update != nullptr && std::string_view(update) == "1";
}

std::set<std::size_t> lines_of(const std::vector<Finding>& findings, const Rule& rule) {
  std::set<std::size_t> out;
  for (const Finding& each : findings) {
    if (each.rule == &rule) out.insert(each.line);
  }
  return out;
}

TEST_CASE("what lint finds is what each golden case says") {
  for (const LintCase& each : lint_cases()) {
    INFO(each.name << ".sql");
    const std::string found = as_text(each.findings(), "");
    const auto golden = tests::lint_golden_folder() / (each.name + ".txt");
    if (updating()) std::ofstream(golden, std::ios::binary) << found;
    CHECK(tests::text_of(golden) == found);
  }
}

TEST_CASE("a rule is broken by its bad statements, and by no other") {
  for (const LintCase& each : lint_cases()) {
    const Rule* rule = each.rule();
    if (rule == nullptr) continue;
    INFO(each.name << ".sql");
    CHECK(lines_of(each.findings(), *rule) == each.lines_below("-- bad"));
  }
}

TEST_CASE("each rule has a bad and a good statement") {
  std::set<const Rule*> bad;
  std::set<const Rule*> good;
  for (const LintCase& each : lint_cases()) {
    if (!each.lines_below("-- bad").empty()) bad.insert(each.rule());
    if (!each.lines_below("-- good").empty()) good.insert(each.rule());
  }
  for (const Family& family : families()) {
    for (const Rule& rule : family.rules) {
      INFO(rule.id);
      CHECK(bad.contains(&rule));
      CHECK(good.contains(&rule));
    }
  }
}

TEST_CASE("each golden of lint belongs to a case") {
  std::set<std::string> names;
  for (const LintCase& each : lint_cases()) names.insert(each.name);
  for (const auto& entry : std::filesystem::directory_iterator(tests::lint_golden_folder())) {
    const auto& path = entry.path();
    INFO(path);
    CHECK((path.extension() == ".sql" || (path.extension() == ".txt" && names.contains(path.stem().string()))));
  }
}

}  // namespace
}  // namespace chandler::migrate::lint
