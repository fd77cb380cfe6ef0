#include <random>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/dataset/csv_records.hpp"

namespace chandler::dataset::csv {
namespace {

// Bytes that mean something to a CSV reader, and some that do not.
std::string random_file(std::mt19937& random) {
  static const std::vector<std::string> parts{
      "a",   "bc",    ",",     ",",   "\"", "\"", "\n", "\n", "\r", "\r\n", "\r\n", "\xC3\xA9", "\xF0\x9F\x8D\x95",
      "\\.", "12,50", "\"x\"", "\xE9"};
  static const std::vector<std::string> headers{"a,b\n",
                                                "a,b\r\n",
                                                "a,b\r",
                                                "a\n",
                                                "\"a\nb\",c\n",
                                                "\xEF\xBB\xBF"
                                                "a\r\n"};
  std::string file = headers[random() % headers.size()];
  const std::size_t count = random() % 15;
  for (std::size_t i = 0; i < count; ++i) file += parts[random() % parts.size()];
  return file;
}

TEST_CASE("a file reads the same in pieces of any size") {
  std::mt19937 random(20261121);  // fixed: a failure can be repeated
  std::size_t accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string file = random_file(random);
    const auto whole = read_all(file, file.size() + 1);
    if (whole) ++accepted;
    for (const std::size_t piece : {1UZ, 2UZ, 3UZ, 7UZ}) {
      const auto pieces = read_all(file, piece);
      INFO("file \"" << file << "\" in pieces of " << piece);
      REQUIRE(pieces.has_value() == whole.has_value());
      if (whole) {
        REQUIRE(*pieces == *whole);
      } else {
        REQUIRE(pieces.error() == whole.error());
      }
    }
  }
  // Both kinds are well represented.
  CHECK(accepted > 1'000);
  CHECK(accepted < 19'000);
}

TEST_CASE("what is accepted is the file: the records' bytes, in order") {
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    const std::string file = random_file(random);
    const auto records = read_all(file, 5);
    if (!records) continue;
    std::string joined;
    for (const Record& record : *records) joined += record.raw;
    const auto header = read_header(file, true);
    REQUIRE(header.has_value());
    REQUIRE(joined == file.substr((*header)->bytes));
  }
}

TEST_CASE("a value larger than any buffer is read in pieces") {
  std::string file = "a,b\n1,\"";
  for (int line = 0; line < 100'000; ++line) file += "a line of a long text, with \"\"quotes\"\"\n";
  file += "\"\n2,x\n";
  const auto records = read_all(file, 4096);
  REQUIRE(records.has_value());
  REQUIRE(records->size() == 2);
  CHECK((*records)[1].line == 100'003);
  CHECK((*records)[1].server_line == 100'003);
}

}  // namespace
}  // namespace chandler::dataset::csv
