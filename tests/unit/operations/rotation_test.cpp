#include "controller/operations/rotation.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/operations/sample.hpp"

namespace chandler::controller::operations {
namespace {

using platform::kubernetes::objects::Pod;
using Step = Rotation::Step;

const Microtime asked = at("2026-11-21T12:00:00Z");
const Microtime before = at("2026-11-21T11:59:59Z");

Pod pod(const std::string& name, Microtime created, bool ready) {
  return {
      .metadata = {.key = {"apps", name}, .uid = name, .resource_version = "1", .controller = {}, .created = created},
      .phase = "Running",
      .ready = ready,
      .containers = {}};
}

}  // namespace

TEST_CASE("one pod at a time goes, the oldest first, while the others are ready") {
  const Pod a = pod("a", before, true);
  const Pod b = pod("b", before - std::chrono::hours(1), true);
  const Rotation first = rotate({a, b}, 2, asked);
  CHECK(first.step == Step::evict);
  CHECK(first.pod.metadata.key.name == "b");

  Pod leaving = b;
  leaving.metadata.being_deleted = true;
  CHECK(rotate({a, leaving}, 2, asked).step == Step::wait);
  CHECK(rotate({a, pod("c", asked, false)}, 2, asked).step == Step::wait);

  const Rotation second = rotate({a, pod("c", asked, true)}, 2, asked);
  CHECK(second.step == Step::evict);
  CHECK(second.pod.metadata.key.name == "a");

  CHECK(rotate({pod("c", asked, true), pod("d", asked, false)}, 2, asked).step == Step::wait);
  CHECK(rotate({pod("c", asked, true), pod("d", asked, true)}, 2, asked).step == Step::done);
}

TEST_CASE("what serves nobody goes at once") {
  const Rotation step = rotate({pod("a", before, true), pod("b", before, false)}, 3, asked);
  CHECK(step.step == Step::evict);
  CHECK(step.pod.metadata.key.name == "b");
}

TEST_CASE("who has replaced a pod is not replaced again, whoever took it up") {
  CHECK(rotate({pod("c", asked, true)}, 1, asked).step == Step::done);
  CHECK(rotate({}, 0, asked).step == Step::done);
  Pod ended = pod("a", before, false);
  ended.phase = "Failed";
  CHECK(rotate({ended, pod("c", asked, true)}, 1, asked).step == Step::done);
}

}  // namespace chandler::controller::operations
