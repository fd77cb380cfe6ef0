#include "platform/http/message.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::platform::http {

TEST_CASE("a header is found whatever its case, and a missing one is empty") {
  const Request request{.headers = {{"content-TYPE", "application/json"}, {"Content-Type", "second"}}};
  CHECK(request.header("Content-Type") == "application/json");
  CHECK(request.header("Content-Typ").empty());
}

}  // namespace chandler::platform::http
