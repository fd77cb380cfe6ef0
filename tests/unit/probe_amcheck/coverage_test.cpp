#include "cron/probe/checks/amcheck/coverage.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::probe::amcheck {
namespace {

using namespace std::chrono_literals;

const Seconds now{std::chrono::seconds(1'763'762'895)};

Relations three() {
  Relations relations;
  for (std::uint32_t oid = 1; oid <= 3; ++oid) {
    relations.checkable.push_back({.oid = oid, .kind = "table", .bytes = 8192 * 100});
  }
  return relations;
}

TEST_CASE("what was never checked, and after how many runs it will be") {
  const Relations relations = three();
  const std::vector<Agenda::State> states{{.checked = 8192 * 100, .whole = true}, {.checked = 0}, {.checked = 0}};
  const Kept kept{.records = {{1, {.at = now}}, {2, {.block = 50}}}};
  const Coverage seen = coverage(relations, states, kept, now - 24h, now);
  CHECK(seen.checked_objects == 1);
  CHECK(seen.never_objects == 2);
  CHECK_FALSE(seen.oldest);
  // A table and a half by a table a run.
  CHECK(seen.runs_left == 2);
  CHECK(seen.time_left == 48h);
  CHECK(summary(seen, true, {}, now) ==
        "1 of 3 objects, 819 kB of 2.5 MB (33 %); 2 never yet, 1.6 MB; whole after 2 more runs like this, in 2 days");
}

TEST_CASE("where all was checked once, how long ago the oldest check is") {
  const Relations relations = three();
  const std::vector<Agenda::State> states{{.checked = 8192 * 100, .whole = true}, {}, {}};
  const Kept kept{.records = {{1, {.at = now}}, {2, {.at = now - 72h}}, {3, {.at = now - 5h}}}};
  const Coverage seen = coverage(relations, states, kept, now - 24h, now);
  CHECK(seen.never_objects == 0);
  CHECK(seen.oldest == now - 72h);
  CHECK(seen.runs_left == 0);
  CHECK(summary(seen, true, {{"gist", 2}}, now) ==
        "1 of 3 objects, 819 kB of 2.5 MB (33 %); all of it within the last 3 days; no function looks into: 2 gist");
}

TEST_CASE("a run that did nothing promises nothing") {
  const Relations relations = three();
  const std::vector<Agenda::State> states(3);
  const Coverage seen = coverage(relations, states, {}, {}, now);
  CHECK_FALSE(seen.runs_left);
  CHECK_FALSE(seen.time_left);
}

}  // namespace
}  // namespace chandler::probe::amcheck
