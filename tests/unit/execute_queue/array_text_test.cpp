#include "sidecar/queue/array_text.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::execute {

TEST_CASE("an array of text keeps quotes, backslashes, commas and NULL apart") {
  ArrayText array;
  array.add(std::string_view(R"(a "b" \c, {d})"));
  array.add(std::optional<std::string>());
  array.add(std::optional<std::string>("NULL"));
  array.add(std::string_view(""));
  CHECK(array.take() == R"({"a \"b\" \\c, {d}",NULL,"NULL",""})");
}

TEST_CASE("an array of numbers comes back as it was") {
  ArrayText array;
  CHECK(numbers_of(ArrayText().take()).empty());
  for (const std::int64_t each : {std::int64_t{1}, std::int64_t{-7}, INT64_MAX, INT64_MIN}) array.add(each);
  CHECK(numbers_of(array.take()) == std::vector<std::int64_t>{1, -7, INT64_MAX, INT64_MIN});
  CHECK(numbers_of("").empty());
}

}  // namespace chandler::execute
