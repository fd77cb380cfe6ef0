#include "core/text/counted.hpp"

#include <catch2/catch_test_macros.hpp>

using chandler::core::text::counted;

TEST_CASE("one is singular, all else is plural") {
  CHECK(counted(0, "file") == "0 files");
  CHECK(counted(1, "file") == "1 file");
  CHECK(counted(2, "file") == "2 files");
}
