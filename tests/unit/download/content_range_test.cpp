#include "dataset/download/content_range.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {

TEST_CASE("ranges are read as servers write them") {
  CHECK(parse_content_range("bytes 0-9/10") == ContentRange{0, 9, 10});
  CHECK(parse_content_range("bytes 5-5/*") == ContentRange{5, 5, std::nullopt});
  CHECK(parse_content_range("bytes */1234") == ContentRange{std::nullopt, std::nullopt, 1234});
  CHECK(parse_content_range("bytes 9000000000-9000000009/9000000010")->first == 9'000'000'000);
}

TEST_CASE("what contradicts itself is no range") {
  for (const char* text :
       {"", "bytes", "bytes 0-9", "bytes */*", "items 0-9/10", "bytes 9-0/10", "bytes 0-10/10", "bytes -9/10",
        "bytes 0-/10", "bytes a-b/c", "bytes 0-9/x", "bytes 0-99999999999999999999/*", "bytes +0-9/10"}) {
    INFO(text);
    CHECK_FALSE(parse_content_range(text));
  }
}

}  // namespace chandler::dataset
