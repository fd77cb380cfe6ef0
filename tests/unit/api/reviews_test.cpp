#include "controller/api/reviews.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::controller::api {
namespace {

using nlohmann::json;

json answered(json status) {
  json review = token_review("secret");
  review["status"] = std::move(status);
  return review;
}

const json ada{{"username", "system:serviceaccount:shop:ada"},
               {"uid", "u1"},
               {"groups", {"system:serviceaccounts"}},
               {"extra", {{"authentication.kubernetes.io/credential-id", {"JTI=1"}}}}};

}  // namespace

TEST_CASE("a token is asked about for our audience, and its owner is read") {
  CHECK(token_review("secret").at("spec") == json{{"token", "secret"}, {"audiences", {"chandler.dev"}}});
  const auto caller = caller_of(answered({{"authenticated", true}, {"user", ada}, {"audiences", {"chandler.dev"}}}));
  REQUIRE(caller);
  CHECK(caller->username == "system:serviceaccount:shop:ada");
  CHECK(caller->uid == "u1");
  CHECK(caller->groups == std::vector<std::string>{"system:serviceaccounts"});
  CHECK(caller->extra.at("authentication.kubernetes.io/credential-id") == std::vector<std::string>{"JTI=1"});
}

TEST_CASE("what is not said to be for us is not") {
  CHECK_FALSE(caller_of(token_review("secret")));
  CHECK_FALSE(caller_of(answered({{"authenticated", false}, {"user", ada}, {"audiences", {"chandler.dev"}}})));
  CHECK_FALSE(caller_of(answered({{"authenticated", "true"}, {"user", ada}, {"audiences", {"chandler.dev"}}})));
  CHECK_FALSE(caller_of(answered({{"authenticated", true}, {"user", ada}})));
  CHECK_FALSE(caller_of(answered({{"authenticated", true}, {"user", ada}, {"audiences", {"other"}}})));
  CHECK_FALSE(
      caller_of(answered({{"authenticated", true}, {"user", json::object()}, {"audiences", {"chandler.dev"}}})));
}

TEST_CASE("a right is asked about with all that the API server said of the caller") {
  const Caller caller = *caller_of(answered({{"authenticated", true}, {"user", ada}, {"audiences", {"chandler.dev"}}}));
  const json spec =
      access_review(caller, {.verb = "create", .resource = "operations", .namespace_name = "shop"}).at("spec");
  CHECK(spec == json{{"user", "system:serviceaccount:shop:ada"},
                     {"uid", "u1"},
                     {"groups", {"system:serviceaccounts"}},
                     {"extra", {{"authentication.kubernetes.io/credential-id", {"JTI=1"}}}},
                     {"resourceAttributes",
                      {{"verb", "create"},
                       {"group", "chandler.dev"},
                       {"version", "v1alpha1"},
                       {"resource", "operations"},
                       {"namespace", "shop"}}}});
  CHECK_FALSE(access_review(caller, {.verb = "list", .resource = "provisions"})
                  .at("spec")
                  .at("resourceAttributes")
                  .contains("namespace"));
}

TEST_CASE("allowed means allowed and not denied") {
  CHECK(is_allowed({{"status", {{"allowed", true}}}}));
  CHECK_FALSE(is_allowed({{"status", {{"allowed", false}}}}));
  CHECK_FALSE(is_allowed({{"status", {{"allowed", true}, {"denied", true}}}}));
  CHECK_FALSE(is_allowed(json::object()));
}

}  // namespace chandler::controller::api
