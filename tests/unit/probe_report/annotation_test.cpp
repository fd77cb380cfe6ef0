#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "core/annotations/probe.hpp"
#include "core/annotations/registry.hpp"
#include "cron/probe/registry.hpp"

// The annotation is judged by the webhook, which links no check: its list has to be that of the checks.
namespace chandler::probe {

TEST_CASE("chandler.dev/probe takes the checks that there are, and no others") {
  std::set<std::string_view> there;
  for (const Check* check : checks()) {
    if (!check->takes_argument) there.insert(check->name);
  }
  const auto taken = core::annotations::probe_checks();
  CHECK(std::set<std::string_view>(taken.begin(), taken.end()) == there);
  CHECK(taken.size() == there.size());
  REQUIRE(check_named("compare") != nullptr);
  CHECK(check_named("compare")->takes_argument);
}

TEST_CASE("its page names each of them, and those that run only when asked for") {
  const core::annotations::Directive* const directive = core::annotations::find_directive("probe");
  REQUIRE(directive != nullptr);
  for (const Check* check : checks()) {
    INFO(check->name);
    CHECK(directive->grammar.contains(check->name));
    CHECK(directive->fallback.contains(check->name) == !check->by_default);
  }
}

}  // namespace chandler::probe
