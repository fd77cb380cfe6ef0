#include "controller/api/parameters.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::controller::api {

TEST_CASE("a query is taken apart and decoded") {
  const auto parameters =
      Parameters::parse("namespace=a%2Fb&state=Ready&state=Failing&q=x+y&", {"namespace", "state", "q"});
  REQUIRE(parameters);
  CHECK(parameters->one("namespace") == "a/b");
  CHECK(parameters->all("state") == std::vector<std::string>{"Ready", "Failing"});
  CHECK(parameters->one("q") == "x y");
  CHECK(parameters->one("none") == "");
}

TEST_CASE("a mistyped or repeated parameter is refused, not ignored") {
  CHECK(Parameters::parse("namespce=a", {"namespace", "limit"}).error().detail ==
        "there is no parameter 'namespce'; there are: namespace, limit");
  CHECK(Parameters::parse("x=1", {}).error().detail == "there is no parameter 'x'; there are none here");
  CHECK_FALSE(Parameters::parse("namespace=%4", {"namespace"}));
  const auto twice = Parameters::parse("namespace=a&namespace=b", {"namespace"});
  REQUIRE(twice);
  CHECK(twice->one("namespace").error().detail == "'namespace' is given 2 times; give it once");
}

TEST_CASE("a number is one, and within its range") {
  const auto limit = [](std::string_view query) {
    return Parameters::parse(query, {"limit"})->number("limit", 1, 50, 10);
  };
  CHECK(limit("") == 10);
  CHECK(limit("limit=50") == 50);
  for (const char* query : {"limit=0", "limit=51", "limit=-1", "limit=1e1", "limit=5x", "limit=99999999999999999999"}) {
    INFO(query);
    CHECK_FALSE(limit(query));
  }
  CHECK(limit("limit=x").error().detail == "'limit' is 'x'; give a number of 1 to 50");
}

}  // namespace chandler::controller::api
