#include "core/text/nearest.hpp"

#include <array>
#include <string>

#include <catch2/catch_test_macros.hpp>

using namespace chandler::core::text;

TEST_CASE("edit distance counts insertions, deletions, substitutions and swaps") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("load", "load") == 0);
  CHECK(edit_distance("load", "laod") == 1);
  CHECK(edit_distance("load", "lod") == 1);
  CHECK(edit_distance("load", "loaded") == 2);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("", "load") == 4);
  CHECK(edit_distance(std::string(1000, 'a'), "a") == 1000);
}

TEST_CASE("the nearest candidate is what was probably meant") {
  static constexpr std::array<std::string_view, 4> keys{"migrate", "migrate-layout", "load", "order"};
  CHECK(nearest("migrat", keys) == "migrate");
  CHECK(nearest("migrate-layuot", keys) == "migrate-layout");
  CHECK(nearest("ordre", keys) == "order");
  CHECK(nearest("zzzzzz", keys).empty());
  CHECK(nearest("", keys).empty());
}
