#include "cron/probe/checks/amcheck/corruption.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

namespace chandler::probe::amcheck {
namespace {

using platform::postgres::ServerError;

const Relation pkey{.oid = 20001,
                    .method = Method::btree,
                    .unique = true,
                    .kind = "index",
                    .name = "public.dish_pkey",
                    .owner = "public.dish"};
const Relation toast{.oid = 20002, .kind = "TOAST table", .name = "pg_toast.pg_toast_9", .owner = "public.dish"};

TEST_CASE("errors that tell of the data are told from those of circumstances") {
  CHECK(classify({.sqlstate = "XX002"}) == Failure::corrupt);
  CHECK(classify({.sqlstate = "XX001"}) == Failure::corrupt);
  CHECK(classify({.sqlstate = "XX000"}) == Failure::corrupt);
  CHECK(classify({.sqlstate = "58P01"}) == Failure::corrupt);
  CHECK(classify({.sqlstate = "55P03"}) == Failure::locked);
  CHECK(classify({.sqlstate = "57014"}) == Failure::time);
  CHECK(classify({.sqlstate = "57P01"}) == Failure::lost);
  CHECK(classify({.sqlstate = "", .connection_lost = true}) == Failure::lost);
  CHECK(classify({.sqlstate = "22012"}) == Failure::other);
  CHECK(classify({.sqlstate = "53200"}) == Failure::other);
}

TEST_CASE("a block is found in the server's messages") {
  CHECK(block_in({.message = "invalid page in block 5 of relation base/5/16385"}) == 5);
  CHECK(block_in({.message = "index \"i\" contains unexpected zero page at block 4"}) == 4);
  CHECK(block_in({.message = "item order invariant violated for index \"i\"",
                  .detail = "Lower index tid=(2,3) (points to heap tid=(0,2)) higher index tid=(2,4)"}) == 2);
  CHECK(block_in({.message = "could not open file"}) == std::nullopt);
  CHECK(block_in({.message = "block is odd, block 7"}) == 7);
}

TEST_CASE("an index that lacks a row names the row's place in the table") {
  const Finding finding = of_index(
      pkey,
      {.sqlstate = "XX002",
       .message = "heap tuple (12,34) from table \"dish\" lacks matching index tuple within index \"dish_pkey\""});
  CHECK(finding.id == "amcheck.index_lacks_rows");
  CHECK(finding.object == "index public.dish_pkey");
  CHECK(std::ranges::contains(finding.figures, Figure{.name = "table_block", .value = std::int64_t{12}}));
  CHECK(std::ranges::contains(finding.figures, Figure{.name = "table_offset", .value = std::int64_t{34}}));
  CHECK(finding.remedy.contains("duplicates"));
}

TEST_CASE("a catalogue's index is not to be rebuilt beside its use") {
  Relation catalogue = pkey;
  catalogue.catalogue = true;
  CHECK_FALSE(of_index(catalogue, {.sqlstate = "XX002"}).remedy.contains("CONCURRENTLY"));
}

TEST_CASE("a TOAST table tells whose it is") {
  CHECK(of_heap(toast, {.block = 1, .message = "m"}).object == "TOAST table pg_toast.pg_toast_9 of public.dish");
}

TEST_CASE("attributes are counted as people and pg_attribute do") {
  const Finding finding =
      of_heap(toast, {.block = 1, .offset = 2, .attribute = 0, .column = "chunk_id", .message = "m"});
  CHECK(finding.meaning.starts_with("block 1, offset 2, attribute 1 (chunk_id): m"));
}

}  // namespace
}  // namespace chandler::probe::amcheck
