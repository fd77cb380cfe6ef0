#include "serve/endpoint.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::serve {

TEST_CASE("addresses to listen on") {
  CHECK(Endpoint::parse("0.0.0.0:8443")->address == "0.0.0.0");
  CHECK(Endpoint::parse("0.0.0.0:8443")->port == 8443);
  CHECK(Endpoint::parse(":8443")->address == "0.0.0.0");
  CHECK(Endpoint::parse("[::]:10250")->address == "::");
  CHECK(Endpoint::parse("127.0.0.1:0")->port == 0);
  for (const char* text : {"", "8443", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536", "::1:8443", "a:-1"}) {
    INFO(text);
    REQUIRE(!Endpoint::parse(text));
    CHECK(Endpoint::parse(text).error().outcome == core::Outcome::usage);
  }
}

}  // namespace chandler::serve
