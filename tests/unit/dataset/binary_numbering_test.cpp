#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "dataset/remote/numbering.hpp"

namespace chandler::dataset::remote {
namespace {

using namespace std::string_view_literals;
using Value = std::optional<std::string>;

const std::string header("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
const std::string trailer("\377\377", 2);

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
  return out;
}

std::string row(const std::vector<Value>& values) {
  std::string out = big_endian(values.size(), 2);
  for (const Value& value : values) out += value ? big_endian(value->size(), 4) + *value : "\377\377\377\377";
  return out;
}

struct Read {
  std::expected<void, StreamFault> end;
  std::string out;
  std::uint64_t rows = 0;
};

Read read(std::string_view stream, std::size_t columns, bool numbered, std::size_t piece) {
  BinaryNumbering numbering(columns, numbered);
  Read read;
  while (!stream.empty() && read.end) {
    read.end = numbering.feed(stream.substr(0, piece), read.out);
    stream.remove_prefix(std::min(piece, stream.size()));
  }
  if (read.end) read.end = numbering.finish();
  read.rows = numbering.rows();
  return read;
}

TEST_CASE("each row gets its number in front, in pieces of any size") {
  const std::string first(300, 'x');
  const std::string stream =
      header + row({first, std::nullopt}) + row({"", "PGCOPY"}) + row({std::nullopt, "\n"}) + trailer;
  const std::string one = big_endian(1, 8);
  const std::string two = big_endian(2, 8);
  const std::string three = big_endian(3, 8);
  const std::string wanted =
      header + row({one, first, std::nullopt}) + row({two, "", "PGCOPY"}) + row({three, std::nullopt, "\n"}) + trailer;
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    INFO(piece);
    const Read numbered = read(stream, 2, true, piece);
    REQUIRE(numbered.end.has_value());
    REQUIRE(numbered.rows == 3);
    REQUIRE(numbered.out == wanted);
    const Read plain = read(stream, 2, false, piece);
    REQUIRE(plain.end.has_value());
    REQUIRE(plain.out == stream);
  }
}

TEST_CASE("a stream without rows, with an extension in its header") {
  const std::string extended = header.substr(0, 15) + big_endian(3, 4) + "abc" + trailer;
  const std::size_t piece = GENERATE(1U, 5U, 100U);
  for (const std::string& stream : {header + trailer, extended}) {
    const Read got = read(stream, 2, true, piece);
    CHECK(got.end.has_value());
    CHECK(got.rows == 0);
    CHECK(got.out == stream);
  }
}

TEST_CASE("what is not as COPY writes it is told") {
  struct Row {
    std::string stream;
    std::string_view what;
  };
  const auto test = GENERATE(values<Row>({
      {"", "it ends before its first row"},
      {header, "it ends before its first row"},
      {"id,name\n1,2\n and more of it", "it does not begin as COPY's binary format does"},
      {header.substr(0, 11) + big_endian(0x10000, 4) + big_endian(0, 4), "it has flags 0x10000, which are not known"},
      {header.substr(0, 15) + big_endian(0x80000000, 4), "its header has an extension of -2147483648 bytes"},
      {header + row({"a"}) + trailer, "row 1 has 1 values where 2 are expected"},
      {header + row({"a", "b"}) + row({"a", "b", "c"}), "row 2 has 3 values where 2 are expected"},
      {header + "\377\376", "row 1 has -2 values where 2 are expected"},
      {header + big_endian(2, 2) + big_endian(0xFFFFFFFE, 4), "row 1 has a value of -2 bytes"},
      {header + row({"a", "b"}), "it ends in or behind row 1"},
      {header + row({"a", "b"}).substr(0, 9), "it ends in or behind row 1"},
      {header + trailer + "x", "something follows its end"},
  }));
  for (const std::size_t piece : {1U, 7U, 1000U}) {
    const Read got = read(test.stream, 2, true, piece);
    REQUIRE_FALSE(got.end.has_value());
    CHECK(got.end.error().what == test.what);
  }
}

TEST_CASE("lines of the text format get their number") {
  TextNumbering numbering(true);
  std::string out;
  for (const std::string_view piece : {"a\t\\N\n"sv, "b"sv, "\t\\\\n\n\n"sv}) REQUIRE(numbering.feed(piece, out));
  CHECK(numbering.finish().has_value());
  CHECK(numbering.rows() == 3);
  CHECK(out == "1\ta\t\\N\n2\tb\t\\\\n\n3\t\n");
  REQUIRE(numbering.feed("cut", out));
  CHECK_FALSE(numbering.finish().has_value());
}

}  // namespace
}  // namespace chandler::dataset::remote
