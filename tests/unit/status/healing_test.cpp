#include "controller/status/healing.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/status/pod_of.hpp"

namespace chandler::controller::status {
namespace {

using Kind = HealStep::Kind;
using std::chrono::minutes;
using std::chrono::seconds;

const SteadyTime start{std::chrono::hours(1)};

Pod leaving(Pod pod) {
  pod.metadata.being_deleted = true;
  return pod;
}

Pod unready(Pod pod) {
  pod.ready = false;
  return pod;
}

}  // namespace

TEST_CASE("the oldest that was missed is evicted first, and nothing where none was") {
  Healing healing;
  CHECK(next_step(healing, pods_of({pod_of("a"), pod_of("b")}), start).kind == Kind::nothing);
  const HealStep step = next_step(healing, pods_of({pod_of("a"), pod_of("c", true), pod_of("b", true)}), start);
  REQUIRE(step.kind == Kind::evict);
  CHECK(step.pod->metadata.key.name == "b");
}

TEST_CASE("the next waits until the place of the one before is taken by one that is ready") {
  Healing healing;
  const auto both = pods_of({pod_of("a", true), pod_of("b", true)});
  REQUIRE(next_step(healing, both, start).kind == Kind::evict);
  evicted(healing, both, start);
  const auto later = start + minutes(1);
  CHECK(next_step(healing, pods_of({leaving(pod_of("a", true)), pod_of("b", true)}), later).kind == Kind::nothing);
  CHECK(next_step(healing, pods_of({pod_of("b", true)}), later).kind == Kind::nothing);
  CHECK(next_step(healing, pods_of({pod_of("b", true), unready(pod_of("c"))}), later).kind == Kind::nothing);
  const auto settled = pods_of({pod_of("b", true), pod_of("c")});
  CHECK(next_step(healing, settled, start + seconds(9)).kind == Kind::nothing);
  CHECK(next_step(healing, settled, start + seconds(10)).kind == Kind::evict);
}

TEST_CASE("a place that nobody takes again holds the others up for five minutes") {
  Healing healing;
  const auto both = pods_of({pod_of("a", true), pod_of("b", true)});
  evicted(healing, both, start);
  CHECK(next_step(healing, pods_of({pod_of("b", true)}), start + minutes(4)).kind == Kind::nothing);
  CHECK(next_step(healing, pods_of({pod_of("b", true)}), start + minutes(5)).kind == Kind::evict);
}

TEST_CASE("pods that come back missed are given up after three attempts, later and later") {
  Healing healing;
  auto now = start;
  char name = 'a';
  std::vector<SteadyTime> evictions;
  for (;; now += seconds(1)) {
    const auto pods = pods_of({pod_of(std::string(1, name), true), pod_of("z")});
    const HealStep step = next_step(healing, pods, now);
    if (step.kind == Kind::give_up) break;
    if (step.kind == Kind::nothing) continue;
    evictions.push_back(now);
    evicted(healing, pods, now);
    ++name;  // another comes, without its containers as well
    REQUIRE(evictions.size() < 10);
  }
  REQUIRE(evictions.size() == 3);
  CHECK(evictions[2] - evictions[1] > evictions[1] - evictions[0]);
  const auto pods = pods_of({pod_of(std::string(1, name), true)});
  CHECK(next_step(healing, pods, now + std::chrono::hours(9)).kind == Kind::nothing);
  // All is well once; then what is missed anew is healed anew.
  CHECK(next_step(healing, pods_of({pod_of("z")}), now).kind == Kind::nothing);
  CHECK(next_step(healing, pods_of({pod_of("y", true)}), now).kind == Kind::evict);
}

TEST_CASE("pods that are on their way out or have ended are nobody to heal") {
  Healing healing;
  Pod ended = pod_of("a", true);
  ended.phase = "Failed";
  CHECK(next_step(healing, pods_of({ended, leaving(pod_of("b", true))}), start).kind == Kind::nothing);
}

}  // namespace chandler::controller::status
