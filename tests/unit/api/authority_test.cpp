#include "controller/api/authority.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/kubernetes/base64.hpp"
#include "tests/support/api/fakes.hpp"

namespace chandler::controller::api {
namespace {

using std::chrono::seconds;
using tests::FakeReviewer;

struct Fixture {
  FakeReviewer reviewer;
  std::chrono::steady_clock::time_point steady{std::chrono::hours(1)};
  std::chrono::system_clock::time_point system{seconds(1'764'000'000)};
  Authority authority{
      reviewer,
      {.holds = seconds(10), .pause = seconds(1), .strangers = {.per_second = 1, .burst = 5, .callers = 1}},
      {.steady = [this] { return steady; }, .system = [this] { return system; }}};

  Fixture() {
    reviewer.admit("ada-token", "ada");
    reviewer.grant("ada", "list", "provisions", "shop");
  }
  Result<Caller> authenticate(const std::string& token) { return authority.authenticate("Bearer " + token); }
};

std::string token_that_ends(std::int64_t at) {
  return "e30." + platform::kubernetes::base64("{\"exp\":" + std::to_string(at) + ",\"pad\":1}") + ".c2ln";
}

}  // namespace

TEST_CASE("the API server is asked once for a while, about good tokens and about bad ones") {
  Fixture fixture;
  CHECK(fixture.authenticate("ada-token")->username == "ada");
  CHECK(fixture.authenticate("ada-token")->username == "ada");
  CHECK(fixture.authenticate("bad-token").error().reason == Reason::unauthenticated);
  CHECK(fixture.authenticate("bad-token").error().reason == Reason::unauthenticated);
  CHECK(fixture.reviewer.asked_tokens == 2);
  fixture.reviewer.revoke("ada-token");
  fixture.steady += seconds(9);
  CHECK(fixture.authenticate("ada-token"));
  fixture.steady += seconds(1);
  CHECK_FALSE(fixture.authenticate("ada-token"));
}

TEST_CASE("a token is believed no longer than it says it lives") {
  Fixture fixture;
  const std::string token = token_that_ends(1'764'000'003);
  fixture.reviewer.admit(token, "grace");
  CHECK(fixture.authenticate(token));
  fixture.reviewer.revoke(token);
  fixture.steady += seconds(2);
  CHECK(fixture.authenticate(token));
  fixture.steady += seconds(1);
  CHECK_FALSE(fixture.authenticate(token));
}

TEST_CASE("rights are asked for once for a while, each for itself") {
  Fixture fixture;
  const Caller ada = *fixture.authenticate("ada-token");
  const Right right{.verb = "list", .resource = "provisions", .namespace_name = "shop"};
  CHECK(fixture.authority.allows(ada, right) == true);
  CHECK(fixture.authority.allows(ada, right) == true);
  CHECK(fixture.reviewer.asked_rights == 1);
  CHECK(fixture.authority.allows(ada, {.verb = "list", .resource = "provisions", .namespace_name = "billing"}) ==
        false);
  Caller other = ada;
  other.groups.emplace_back("admins");
  CHECK(fixture.authority.allows(other, right) == true);
  CHECK(fixture.reviewer.asked_rights == 3);
  fixture.reviewer.take_away("ada");
  fixture.steady += seconds(10);
  CHECK(fixture.authority.allows(ada, right) == false);
}

TEST_CASE("where: everywhere by one question, else by one for each namespace") {
  Fixture fixture;
  const Caller ada = *fixture.authenticate("ada-token");
  const auto some = fixture.authority.scope(ada, "list", "provisions", {"billing", "search", "shop"});
  REQUIRE(some);
  CHECK_FALSE(some->everywhere);
  CHECK(some->namespaces == std::set<std::string>{"shop"});
  CHECK(some->covers("shop"));
  CHECK_FALSE(some->covers("billing"));
  CHECK(fixture.reviewer.asked_rights == 4);
  fixture.reviewer.grant("ada", "list", "operations");
  const auto all = fixture.authority.scope(ada, "list", "operations", {"billing", "search", "shop"});
  REQUIRE(all);
  CHECK(all->covers("anything"));
  CHECK(fixture.reviewer.asked_rights == 5);
}

TEST_CASE("without an answer nobody is let in, nothing is remembered, and nobody else waits for it") {
  Fixture fixture;
  const Caller ada = *fixture.authenticate("ada-token");
  fixture.reviewer.away = true;
  const auto stranger = fixture.authenticate("new-token");
  REQUIRE_FALSE(stranger);
  CHECK(stranger.error().reason == Reason::unavailable);
  CHECK(stranger.error().retry_after == seconds(2));
  CHECK_FALSE(stranger.error().detail.contains("10.0.0.1"));
  const int asked = fixture.reviewer.asked_rights;
  CHECK_FALSE(fixture.authority.allows(ada, {.verb = "get", .resource = "provisions"}));
  CHECK(fixture.reviewer.asked_rights == asked);
  // What is known holds on.
  CHECK(fixture.authenticate("ada-token"));
  fixture.reviewer.away = false;
  fixture.reviewer.admit("new-token", "new");
  fixture.steady += seconds(1);
  CHECK(fixture.authenticate("new-token"));
}

TEST_CASE("tokens that were not seen before are limited for all together") {
  Fixture fixture;
  REQUIRE(fixture.authenticate("ada-token"));
  Reason reason = Reason::unauthenticated;
  for (int i = 0; i < 20 && reason == Reason::unauthenticated; ++i) {
    reason = fixture.authenticate("guess-" + std::to_string(i)).error().reason;
  }
  CHECK(reason == Reason::rate_limited);
  CHECK(fixture.reviewer.asked_tokens == 5);
  CHECK(fixture.authenticate("ada-token"));
}

}  // namespace chandler::controller::api
