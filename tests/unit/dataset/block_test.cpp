#include "dataset/parallel/block.hpp"

#include <catch2/catch_test_macros.hpp>

#include "dataset/parallel/line_map.hpp"

namespace chandler::dataset::parallel {
namespace {

// Records of one line each, as an encoder would leave them: the last one may have no end yet.
void encode(EncodedText& text, std::string_view records) {
  for (const char c : records) {
    text.bytes += c;
    if (c == '\n') text.end_record(text.server_line + 1);
  }
}

TEST_CASE("a block holds whole records, and the record that has only begun waits for the next one") {
  EncodedText text{.bytes = {}, .whole = 0, .server_line = 1};
  BlockCutter cutter(7, 1, 8);
  encode(text, "a1\n");
  CHECK(cutter.cut(text).empty());
  encode(text, "b2\nc3\nd");
  const auto blocks = cutter.cut(text);
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].bytes == "a1\nb2\nc3\n");
  CHECK(blocks[0].data_set == 7);
  CHECK(blocks[0].lines_before == 1);
  CHECK(blocks[0].lines == 3);
  CHECK(blocks[0].whole);
  CHECK(text.bytes == "d");
  encode(text, "4\n");
  const auto last = cutter.finish(text);
  REQUIRE(last.size() == 1);
  CHECK(last[0].bytes == "d4\n");
  CHECK(last[0].lines_before == 4);
  CHECK(last[0].lines == 1);
  CHECK(cutter.finish(text).empty());
}

TEST_CASE("a record longer than a block goes on in the next ones, and its line belongs to the last") {
  EncodedText text;
  BlockCutter cutter(0, 0, 4);
  std::vector<Block> blocks;
  for (const std::string_view piece : {"aaaaaa", "bbbbbb", "c\nd"}) {
    encode(text, piece);
    for (Block& block : cutter.cut(text)) blocks.push_back(std::move(block));
  }
  REQUIRE(blocks.size() == 2);
  CHECK_FALSE(blocks[0].whole);
  CHECK_FALSE(blocks[1].whole);
  CHECK(blocks[1].lines == 0);
  encode(text, "d\n");
  const auto last = cutter.cut(text);
  REQUIRE(last.size() == 1);
  CHECK(last[0].whole);
  CHECK(last[0].bytes == "c\ndd\n");
  CHECK(last[0].lines_before == 0);
  CHECK(last[0].lines == 2);
}

TEST_CASE("a text of many blocks at once is spread, whole at its end only") {
  EncodedText text;
  BlockCutter cutter(0, 0, 4);
  encode(text, "0123456789012345678\n");
  const auto blocks = cutter.cut(text);
  REQUIRE(blocks.size() > 2);
  std::string joined;
  for (const Block& block : blocks) {
    CHECK(block.bytes.size() <= 8);
    CHECK(block.whole == (&block == &blocks.back()));
    joined += block.bytes;
  }
  CHECK(joined == "0123456789012345678\n");
  CHECK(text.bytes.empty());
}

TEST_CASE("what has no end behind the last record is thrown away at the end") {
  EncodedText text;
  BlockCutter cutter(0, 0, 100);
  encode(text, "a\nbroken");
  const auto blocks = cutter.finish(text);
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].bytes == "a\n");
  CHECK(text.bytes.empty());
  encode(text, "more of it");
  CHECK(cutter.finish(text).empty());
}

Block block(std::uint64_t before, std::uint64_t lines) {
  return {.lines_before = before, .lines = lines};
}

TEST_CASE("a line of one sender's COPY leads to that of the file, behind a header line and without one") {
  LineMap csv(1);
  csv.add(block(1, 10));   // lines 2 to 11
  csv.add(block(11, 5));   // goes on where the last one ended
  csv.add(block(100, 7));  // 17 to 23 here, 101 to 107 there
  csv.add(block(200, 1));
  CHECK(csv.in_file(2) == 2);
  CHECK(csv.in_file(16) == 16);
  CHECK(csv.in_file(17) == 101);
  CHECK(csv.in_file(23) == 107);
  CHECK(csv.in_file(24) == 201);
  LineMap json(0);
  json.add(block(40, 2));
  CHECK(json.in_file(1) == 41);
  CHECK(json.in_file(2) == 42);
}

TEST_CASE("parts of a record add no line until it ends") {
  LineMap lines(1);
  lines.add(block(50, 0));
  lines.add(block(50, 0));
  lines.add(block(50, 3));
  lines.add(block(90, 2));
  CHECK(lines.in_file(2) == 51);
  CHECK(lines.in_file(4) == 53);
  CHECK(lines.in_file(5) == 91);
}

}  // namespace
}  // namespace chandler::dataset::parallel
