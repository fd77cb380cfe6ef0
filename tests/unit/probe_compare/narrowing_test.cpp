#include "cron/probe/compare/narrowing.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::probe::compare {
namespace {

using std::chrono::milliseconds;

TEST_CASE("chunks grow and shrink towards their time, by four at most") {
  CHECK(next_chunk(10'000, milliseconds(200), milliseconds(400)) == 20'000);
  CHECK(next_chunk(10'000, milliseconds(1), milliseconds(400)) == 40'000);
  CHECK(next_chunk(10'000, milliseconds(0), milliseconds(400)) == 40'000);
  CHECK(next_chunk(100'000, milliseconds(60'000), milliseconds(400)) == 25'000);
  CHECK(next_chunk(1'000, milliseconds(60'000), milliseconds(400)) == 1'000);
  CHECK(next_chunk(4'000'000, milliseconds(1), milliseconds(400)) == 4'000'000);
}

TEST_CASE("few rows are fetched, more divided into parts of some hundred") {
  CHECK(bits_to_divide(0) == 0);
  CHECK(bits_to_divide(2'000) == 0);
  CHECK(bits_to_divide(2'001) == 3);
  CHECK(bits_to_divide(250'000) == 9);
  CHECK(bits_to_divide(10'000'000'000) == 16);
}

TEST_CASE("parts are chosen by sum and by number of rows") {
  const Parts here{{0, {.rows = 10, .hashes = "1"}}, {1, {.rows = 5, .hashes = "2"}}, {3, {.rows = 1, .hashes = "9"}}};
  CHECK(choose(here, here, 100).parts.empty());
  const Parts there{{0, {.rows = 10, .hashes = "1"}}, {1, {.rows = 5, .hashes = "3"}}, {2, {.rows = 4, .hashes = "0"}}};
  CHECK(choose(here, there, 100).parts == std::vector<std::int64_t>{1, 2, 3});
  SECTION("the same sum of another number of rows differs") {
    CHECK(choose({{0, {.rows = 2, .hashes = "0"}}}, {{0, {.rows = 3, .hashes = "0"}}}, 100).parts.size() == 1);
  }
  SECTION("no more rows than asked for, but one part at least") {
    const Chosen chosen = choose(here, there, 4);
    CHECK(chosen.parts == std::vector<std::int64_t>{1});
    CHECK(chosen.left_out == 2);
  }
}

TEST_CASE("rows that differ are those missing on either side, and those with another hash") {
  const Hashes here{{{"1"}, "a"}, {{"2"}, "b"}, {{"3"}, "c"}};
  const Hashes there{{{"1"}, "a"}, {{"3"}, "x"}, {{"4"}, "d"}};
  CHECK(differing(here, there) == std::vector<Candidate>{{.key = {"2"}, .here = "b", .there = {}},
                                                         {.key = {"3"}, .here = "c", .there = "x"},
                                                         {.key = {"4"}, .here = {}, .there = "d"}});
}

TEST_CASE("a second look tells writes in flight from differences") {
  const auto row = [](std::optional<std::string> here, std::optional<std::string> there) {
    return Candidate{.key = {"1"}, .here = std::move(here), .there = std::move(there)};
  };
  CHECK(judge(row("a", "b"), row("a", "b")) == Judgement::differs);
  CHECK(judge(row("a", {}), row("a", {})) == Judgement::differs);
  CHECK(judge(row("a", "b"), row("a", "a")) == Judgement::same);
  CHECK(judge(row("a", {}), row({}, {})) == Judgement::same);
  CHECK(judge(row("a", "b"), row("c", "b")) == Judgement::changing);
  CHECK(judge(row("a", "b"), row("a", "c")) == Judgement::changing);
  CHECK(judge(row("a", {}), row({}, "a")) == Judgement::changing);
}

}  // namespace
}  // namespace chandler::probe::compare
