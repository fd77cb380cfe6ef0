#include <random>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/dataset/csv_records.hpp"

namespace chandler::dataset::csv {
namespace {

using Values = std::vector<std::optional<std::string>>;

std::vector<std::string> raws(const std::string& file, const CsvOptions& options) {
  std::vector<std::string> out;
  const auto records = read_all(file, file.size() + 1, options);
  REQUIRE(records.has_value());
  for (const Record& record : *records) out.push_back(record.raw);
  return out;
}

TEST_CASE("another delimiter and quote take the places of the comma and the quote") {
  const CsvOptions options{.delimiter = ';', .quote = '\'', .escape = '\''};
  CHECK(raws("a;b\n1,5;'x;\"\ny'\n2;z\n", options) == std::vector<std::string>{"1,5;'x;\"\ny'\n", "2;z\n"});
  CHECK(split_record("1,5;'it''s';\"", options) == Values{"1,5", "it's", "\""});
}

TEST_CASE("an escape that is no quote hides a quote behind it, and itself") {
  const CsvOptions options{.escape = '\\'};
  CHECK(raws("a,b\n1,\"x\\\"\n,y\"\n2,\"\\\\\"\n", options) ==
        std::vector<std::string>{"1,\"x\\\"\n,y\"\n", "2,\"\\\\\"\n"});
  CHECK(split_record(R"(\,"\"\\\n",\")", options) == Values{"\\", "\"\\\\n", "\\"});
}

TEST_CASE("the text for NULL counts without quotes only") {
  const CsvOptions options{.null = "NULL"};
  CHECK(split_record("NULL,\"NULL\",,NULLS", options) == Values{std::nullopt, "NULL", "", "NULLS"});
}

TEST_CASE("without a header columns have numbers, and the first line is a record") {
  const CsvOptions options{.header = false};
  const auto header = read_header("x,\"y\nz\"\r\n1,2\r\n", true, options);
  REQUIRE(header.has_value());
  CHECK((*header)->names == std::vector<std::string>{"1", "2"});
  CHECK((*header)->line_end == LineEnd::both);
  CHECK((*header)->bytes == 0);
  const auto records = read_all("x,y\n1,2\n", 3, options);
  REQUIRE(records.has_value());
  CHECK(*records == std::vector<Record>{{1, 2, "x,y\n"}, {2, 3, "1,2\n"}});
  const auto empty = read_header("", true, options);
  REQUIRE(empty.has_value());
  CHECK((*empty)->names.empty());
}

TEST_CASE("a file with options reads the same in pieces of any size") {
  const CsvOptions options{.delimiter = ';', .quote = '\'', .escape = '\\'};
  static const std::vector<std::string> parts{"a", ";", ";", "'", "'", "\\", "\\", "\\'", "\n", "\r\n", "\"", "é"};
  std::mt19937 random(5);
  std::size_t accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string file = "a;b\n";
    for (std::size_t i = random() % 12; i > 0; --i) file += parts[random() % parts.size()];
    const auto whole = read_all(file, file.size() + 1, options);
    if (whole) ++accepted;
    for (const std::size_t piece : {1UZ, 2UZ, 3UZ}) {
      INFO("file \"" << file << "\" in pieces of " << piece);
      REQUIRE((read_all(file, piece, options) == whole));
    }
  }
  CHECK(accepted > 500);
}

}  // namespace
}  // namespace chandler::dataset::csv
