#include "core/text/quantity.hpp"

#include <catch2/catch_test_macros.hpp>

using chandler::core::text::parse_quantity;

TEST_CASE("quantities as Kubernetes writes them") {
  CHECK(parse_quantity("250m")->amount == 0.25);
  CHECK(parse_quantity("2")->amount == 2);
  CHECK(parse_quantity("0.5")->amount == 0.5);
  CHECK(parse_quantity("64Mi")->amount == 64.0 * 1024 * 1024);
  CHECK(parse_quantity("1G")->amount == 1e9);
  CHECK(parse_quantity("1e3")->amount == 1000);
  CHECK(parse_quantity("64Mi")->text == "64Mi");
}

TEST_CASE("no negative, empty or nameless ones") {
  for (const auto* wrong :
       {"", "0", "-1", "+1", "lots", "64MB", "64 Mi", "1.2.3", "Mi", "1e", "1e99", ".", "0x10", "inf"}) {
    INFO(wrong);
    CHECK_FALSE(parse_quantity(wrong));
  }
}
