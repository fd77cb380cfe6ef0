#include "dataset/download/credentials.hpp"

#include <map>

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

core::Expected<std::string> authorization(const std::map<std::string, std::string, std::less<>>& variables) {
  return authorization_from([&](std::string_view name) {
    const auto at = variables.find(name);
    return at == variables.end() ? std::nullopt : std::optional(at->second);
  });
}

TEST_CASE("a token is a bearer's, a user's name and password go into Basic") {
  CHECK(authorization({}) == "");
  CHECK(authorization({{"CHANDLER_SOURCE_TOKEN", ""}}) == "");
  CHECK(authorization({{"CHANDLER_SOURCE_TOKEN", "abc.def\n"}}) == "Bearer abc.def");
  CHECK(authorization({{"CHANDLER_SOURCE_USERNAME", "Aladdin\n"}, {"CHANDLER_SOURCE_PASSWORD", "open sesame\r\n"}}) ==
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  CHECK(authorization({{"CHANDLER_SOURCE_USERNAME", "u"}}) == "Basic dTo=");
}

TEST_CASE("what contradicts itself, or could not be sent, is refused without being shown") {
  for (const auto& variables : std::initializer_list<std::map<std::string, std::string, std::less<>>>{
           {{"CHANDLER_SOURCE_TOKEN", "secret"}, {"CHANDLER_SOURCE_USERNAME", "secret"}},
           {{"CHANDLER_SOURCE_PASSWORD", "secret"}},
           {{"CHANDLER_SOURCE_USERNAME", "secret:secret"}},
           {{"CHANDLER_SOURCE_TOKEN", "secret secret"}},
           {{"CHANDLER_SOURCE_TOKEN", "secret\r\nX-Other: secret"}}}) {
    const auto refused = authorization(variables);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().outcome == core::Outcome::usage);
    CHECK_FALSE(core::describe(refused.error()).contains("secret"));
  }
}

}  // namespace
}  // namespace chandler::dataset
