#include "controller/status/pods.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/status/pod_of.hpp"

namespace chandler::controller::status {
namespace {

Pod waiting() {
  Pod pod = pod_of("a");
  pod.phase = "Pending";
  pod.ready = false;
  pod.containers = {{.name = "chandler-migrate",
                     .init = true,
                     .state = Container::State::waiting,
                     .reason = "PodInitializing",
                     .message = {}}};
  return pod;
}

bool stuck_after(const Pod& pod, std::chrono::seconds time) {
  return is_stuck(pod, *pod.metadata.created + time);
}

}  // namespace

TEST_CASE("a pod that waits for a minute without a word is stuck") {
  CHECK(!stuck_after(waiting(), std::chrono::seconds(59)));
  CHECK(stuck_after(waiting(), std::chrono::seconds(60)));
}

TEST_CASE("one whose containers tell, or that has no node yet, is not") {
  const std::chrono::hours later(1);
  Pod pod = waiting();
  pod.node.clear();
  CHECK(!stuck_after(pod, later));
  pod = waiting();
  pod.containers[0].reason = "CreateContainerConfigError";
  CHECK(!stuck_after(pod, later));
  pod = waiting();
  pod.containers[0].restarts = 1;
  CHECK(!stuck_after(pod, later));
  pod = waiting();
  pod.containers[0].state = Container::State::running;
  CHECK(!stuck_after(pod, later));
  pod = waiting();
  pod.phase = "Running";
  CHECK(!stuck_after(pod, later));
}

TEST_CASE("a pod is starting until its init containers of ours have ended well") {
  Pod pod = waiting();
  CHECK(is_starting(pod));
  pod.containers[0].state = Container::State::terminated;
  pod.containers[0].exit_code = 1;
  CHECK(is_starting(pod));
  pod.containers[0].exit_code = 0;
  CHECK(!is_starting(pod));
  for (const bool native : {false, true}) {
    pod.containers.push_back({.name = "chandler-executor", .init = native, .state = Container::State::running});
    CHECK(!is_starting(pod));
  }
}

TEST_CASE("pods come the newest first, those of one second by name") {
  Pod second = pod_of("x-a");
  const Pods sorted = newest_first(pods_of({pod_of("a"), pod_of("c"), second, pod_of("b")}));
  std::string names;
  for (const auto& pod : sorted) names += pod->metadata.key.name + " ";
  CHECK(names == "c b a x-a ");
}

}  // namespace chandler::controller::status
