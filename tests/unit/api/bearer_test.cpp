#include "controller/api/bearer.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/kubernetes/base64.hpp"

namespace chandler::controller::api {
namespace {

std::string token_with(const std::string& claims) {
  std::string payload = platform::kubernetes::base64(claims);
  while (payload.ends_with('=')) payload.pop_back();
  return "eyJhbGciOiJFUzI1NiJ9." + payload + ".c2lnbmF0dXJl";
}

}  // namespace

TEST_CASE("the token of an Authorization header") {
  CHECK(bearer_token("Bearer abc.DEF-_~+/=") == "abc.DEF-_~+/=");
  CHECK(bearer_token("bearer  abc") == "abc");
  CHECK(bearer_token("BEARER abc") == "abc");
}

TEST_CASE("what is no token is refused with the way to one, and never repeated") {
  for (const std::string header :
       {"", "Bearer", "Bearer ", "Basic secret", "secret", "Bearer se cret", "Bearer secret\x01", "Bearersecret"}) {
    INFO(header);
    const auto token = bearer_token(header);
    REQUIRE_FALSE(token);
    CHECK(token.error().reason == Reason::unauthenticated);
    CHECK(token.error().detail.contains("kubectl create token SERVICEACCOUNT --audience chandler.dev"));
    CHECK_FALSE(token.error().detail.contains("cret"));
  }
  CHECK(bearer_token("Bearer " + std::string(8192, 'a')));
  CHECK_FALSE(bearer_token("Bearer " + std::string(8193, 'a')));
}

TEST_CASE("when a token ends is read, and nothing else is believed") {
  CHECK(expiry_of(token_with(R"({"exp":1764000000})")) ==
        std::chrono::sys_seconds(std::chrono::seconds(1'764'000'000)));
  for (const std::string& token : {std::string("abc"), std::string("a.b"), std::string("a.?.c"), token_with("[]"),
                                   token_with("{}"), token_with(R"({"exp":"soon"})")}) {
    INFO(token);
    CHECK_FALSE(expiry_of(token));
  }
}

TEST_CASE("a payload of any length is read") {
  for (const char* claims : {R"({"exp":1})", R"({"exp":12})", R"({"exp":123})", R"({"exp":1,"x":"\u00fc?>"})"}) {
    INFO(claims);
    CHECK(expiry_of(token_with(claims)));
  }
}

}  // namespace chandler::controller::api
