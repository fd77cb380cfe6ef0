#include "sidecar/queue/uuid.hpp"

#include <regex>
#include <set>

#include <catch2/catch_test_macros.hpp>

namespace chandler::execute {

TEST_CASE("a random UUID is of version 4, and of its own") {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string each = random_uuid();
    REQUIRE(std::regex_match(each, form));
    REQUIRE(seen.insert(each).second);
  }
}

}  // namespace chandler::execute
