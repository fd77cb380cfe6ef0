#include "cron/probe/checks/amcheck/record.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::probe::amcheck {
namespace {

const Seconds some_day{std::chrono::seconds(1'763'762'895)};

TEST_CASE("a record reads as it was written") {
  for (const Record& record :
       {Record{}, Record{.at = some_day},
        Record{.at = some_day, .block = 4096, .took = std::chrono::milliseconds(532), .work = 81920, .late = true}}) {
    CHECK(parse_record(to_text(record)) == record);
  }
  CHECK(to_text({.at = some_day, .took = std::chrono::milliseconds(532)}) == "at=1763762895 took=532");
}

TEST_CASE("what cannot be read of a record is as if it were not there") {
  CHECK(parse_record("") == Record{});
  CHECK(parse_record("rubbish") == Record{});
  CHECK(parse_record("at=tomorrow block=-5 took=1e3 =3 other=7 late=1") == Record{.late = true});
  CHECK(parse_record("at=1763762895  block=99999999999999999999") == Record{.at = some_day});
}

TEST_CASE("all that is kept goes by the memory and comes back") {
  const Kept kept{.records = {{16384, {.at = some_day}}, {7, {.block = 3}}},
                  .last_run = some_day,
                  .heap_pace = 1000,
                  .index_pace = 17};
  CHECK(read_kept(to_memory(kept)) == kept);
  CHECK(read_kept({}) == Kept{});
}

}  // namespace
}  // namespace chandler::probe::amcheck
