#include <catch2/catch_test_macros.hpp>

#include "dataset/csv/header.hpp"

namespace chandler::dataset::csv {
namespace {

using Names = std::vector<std::string>;
using Values = std::vector<std::optional<std::string>>;

TEST_CASE("a header is read once it is whole") {
  const std::string text = "id,\"name\"\r\n1,x\r\n";
  for (std::size_t size = 0; size < 11; ++size) {
    INFO("after " << size << " bytes");
    const auto early = read_header(std::string_view(text).substr(0, size), false);
    REQUIRE(early.has_value());
    CHECK_FALSE(early->has_value());
  }
  const auto header = read_header(std::string_view(text).substr(0, 11), false);
  REQUIRE(header.has_value());
  REQUIRE(header->has_value());
  CHECK((*header)->names == Names{"id", "name"});
  CHECK((*header)->bytes == 11);
  CHECK((*header)->line_end == LineEnd::both);
}

TEST_CASE("names may hold quotes, commas, blanks and line ends") {
  const auto header = read_header("\"a \"\"b\"\"\",\"c,d\", e ,\"f\ng\"\n", true);
  REQUIRE(header.has_value());
  CHECK((*header)->names == Names{"a \"b\"", "c,d", " e ", "f\ng"});
  CHECK((*header)->lines == 2);
}

TEST_CASE("a missing name is empty") {
  const auto header = read_header("a,,c\n", true);
  REQUIRE(header.has_value());
  CHECK((*header)->names == Names{"a", "", "c"});
}

TEST_CASE("a file without any line end within a MiB is refused, not read into memory") {
  const auto header = read_header(std::string(longest_header + 1, 'x'), false);
  REQUIRE_FALSE(header.has_value());
  CHECK(header.error().fault == Fault::header_too_long);
}

TEST_CASE("the line end is that of the first line") {
  CHECK((*read_header("a\n1\r\n", true))->line_end == LineEnd::newline);
  CHECK((*read_header("a\r1\n", true))->line_end == LineEnd::carriage_return);
  CHECK((*read_header("a\r\n1\n", true))->line_end == LineEnd::both);
  CHECK((*read_header("\"a\r\nb\"\n", true))->line_end == LineEnd::newline);
}

TEST_CASE("nothing is NULL, two quotes are an empty text") {
  CHECK(split_record("1,,\"\"") == Values{"1", std::nullopt, ""});
  CHECK(split_record("") == Values{std::nullopt});
  CHECK(split_record(",") == Values{std::nullopt, std::nullopt});
}

TEST_CASE("quotes are taken off as PostgreSQL does") {
  CHECK(split_record("\"a,b\",\"say \"\"hi\"\"\",x\"y,z\"w") == Values{"a,b", "say \"hi\"", "xy,zw"});
}

}  // namespace
}  // namespace chandler::dataset::csv
