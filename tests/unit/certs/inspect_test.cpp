#include "certs/inspect.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::certs {
namespace {

const SystemTime now = SystemTime(std::chrono::days{20000});
constexpr const char* name = "a.b.svc";

Bundle made() {
  return issue({.dns_names = {name, "a"}}, now).value();
}

Fault fault_of(const Bundle& bundle, std::string_view dns_name = name, SystemTime time = now) {
  const auto result = inspect(bundle, dns_name, time);
  REQUIRE(!result);
  return result.error();
}

}  // namespace

TEST_CASE("a good certificate is accepted for its names, with its times") {
  const Bundle bundle = made();
  const auto validity = inspect(bundle, name, now);
  REQUIRE(validity);
  CHECK(validity->from == now - std::chrono::hours{1});
  CHECK(validity->until == now + std::chrono::days{365});
  CHECK(!validity->due(now + std::chrono::days{243}));
  CHECK(validity->due(now + std::chrono::days{244}));
  CHECK(inspect(bundle, "a", now).has_value());
}

TEST_CASE("each fault is told from the others") {
  const Bundle good = made();
  const Bundle other = made();
  CHECK(fault_of({}) == Fault::incomplete);
  CHECK(fault_of({.ca = good.ca, .chain = good.chain}) == Fault::incomplete);
  CHECK(fault_of({.ca = good.ca, .chain = "x", .key = good.key}) == Fault::unreadable);
  CHECK(fault_of({.ca = "x", .chain = good.chain, .key = good.key}) == Fault::unreadable);
  CHECK(fault_of({.ca = good.ca, .chain = good.chain, .key = other.key}) == Fault::key_mismatch);
  CHECK(fault_of({.ca = other.ca, .chain = good.chain, .key = good.key}) == Fault::not_signed_by_ca);
  CHECK(fault_of(good, "c.b.svc") == Fault::wrong_name);
  CHECK(fault_of(good, name, now - std::chrono::hours{2}) == Fault::not_yet_valid);
  CHECK(fault_of(good, name, now + std::chrono::days{365}) == Fault::expired);
}

TEST_CASE("one CA of several is enough") {
  const Bundle good = made();
  CHECK(inspect({.ca = made().ca + good.ca, .chain = good.chain, .key = good.key}, name, now).has_value());
}

}  // namespace chandler::certs
