#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "init/migrate/lint/by_hand.hpp"
#include "tests/support/places.hpp"

namespace chandler::migrate::lint {
namespace {

TEST_CASE("nothing in the example's migrations is refused, whatever the server's version") {
  const Options options{.source = tests::source_dir() / "examples/order-food/migrations"};
  for (int version = 13; version <= 17; ++version) {
    const auto findings = lint_by_hand(options, {.server_version = version}, {});
    if (!findings) FAIL(core::describe(findings.error()));
    for (const Finding& each : *findings) {
      CAPTURE(version, each.file, each.message);
      CHECK(each.level != Level::refuse);
    }
  }
}

}  // namespace
}  // namespace chandler::migrate::lint
