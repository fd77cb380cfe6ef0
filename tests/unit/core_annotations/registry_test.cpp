#include "core/annotations/registry.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "core/annotations/keys.hpp"
#include "core/annotations/reference.hpp"

using namespace chandler::core::annotations;

TEST_CASE("each key is declared once, completely") {
  std::set<std::string_view> names;
  for (const Directive& directive : directives()) {
    INFO(directive.name);
    CHECK(names.insert(directive.name).second);
    CHECK_FALSE(directive.grammar.empty());
    CHECK_FALSE(directive.meaning.empty());
    CHECK_FALSE(directive.causes.empty());
    REQUIRE(directive.read != nullptr);
    CHECK((directive.needs.empty() || find_directive(directive.needs) != nullptr));
    CHECK((directive.needs.empty() || find_directive(directive.needs)->task));
    // A Kubernetes annotation's name part.
    CHECK(directive.name.size() <= 63);
  }
  CHECK(names.size() == directives().size());
}

TEST_CASE("groups stand together, in the order of the page") {
  std::vector<Group> seen;
  for (const Directive& directive : directives()) {
    if (seen.empty() || seen.back() != directive.group) seen.push_back(directive.group);
  }
  CHECK(std::ranges::equal(seen, all_groups()));
}

TEST_CASE("no key takes a value that is empty") {
  for (const Directive& directive : directives()) {
    INFO(directive.name);
    ProvisionSpec spec;
    CHECK_FALSE(directive.read("", spec));
  }
}

TEST_CASE("a default that is a value is within its own grammar") {
  for (const Directive& directive : directives()) {
    const bool prose = directive.fallback.contains(' ') || directive.fallback.contains('\'');
    if (directive.fallback.empty() || prose) continue;
    INFO(directive.name);
    ProvisionSpec spec;
    CHECK(directive.read(directive.fallback, spec));
  }
}

TEST_CASE("the design's keys are all there") {
  for (const auto* name : {"database",
                           "database-host",
                           "database-port",
                           "database-name",
                           "database-user",
                           "database-sslmode",
                           "migrate",
                           "migrate-layout",
                           "migrate-target",
                           "migrate-lock-timeout",
                           "migrate-statement-timeout",
                           "migrate-on-ahead",
                           "migrate-lint",
                           "load",
                           "source-secret",
                           "wait-for",
                           "executor",
                           "executor-queue",
                           "executor-table",
                           "executor-concurrency",
                           "executor-poll-interval",
                           "executor-lease",
                           "executor-max-attempts",
                           "executor-timeout",
                           "executor-port",
                           "refresh-schedule",
                           "refresh-timezone",
                           "refresh",
                           "refresh-mode",
                           "refresh-max-delete",
                           "refresh-restart-policy",
                           "probe-schedule",
                           "probe-timezone",
                           "probe",
                           "probe-time-budget",
                           "probe-fail-on",
                           "probe-keep",
                           "probe-jobs",
                           "probe-restart-policy",
                           "heal",
                           "order",
                           "container",
                           "image-pull-policy",
                           "cpu-request",
                           "cpu-limit",
                           "memory-request",
                           "memory-limit",
                           "native-sidecar",
                           "log-level"}) {
    INFO(name);
    CHECK(find_directive(name) != nullptr);
  }
  CHECK(directives().size() == 49);
}

TEST_CASE("every form of the reference names every key") {
  for (const std::string& page : {reference_text(), reference_markdown(), reference_json()}) {
    for (const Directive& directive : directives()) CHECK(page.contains(full_key(directive.name)));
  }
}
